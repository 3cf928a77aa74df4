// SPDX-License-Identifier: Apache-2.0
// A model whose event scorers are not what the stage reads is told of before any text.
#include "event/event.h"

#include <gtest/gtest.h>

#include "../support/model_bytes.h"

namespace casus::event {
namespace {

class EventStage : public testing::Test {
 protected:
  std::string message() { return test::refusal(bytes_, make_event_stage); }
  test::ModelBytes bytes_{"data/model/casus-base.model"};
};

TEST_F(EventStage, TakesTheShippedModel) {
  EXPECT_EQ(message(), "");
}

TEST_F(EventStage, RefusesAModelWithoutEventScorers) {
  bytes_.replace(R"({"name": "event", )", R"({"name": "evxnt", )");
  EXPECT_NE(message().find("'event'"), std::string::npos) << message();
}

TEST_F(EventStage, RefusesTypesThatDoNotBeginWithNone) {
  bytes_.replace(R"("event", "labels": ["O", )", R"("event", "labels": ["P", )");
  EXPECT_EQ(message(), "the model's scorer 'event' does not begin with the label 'O' and go on");
}

TEST_F(EventStage, RefusesAModelWithoutContexts) {
  bytes_.replace(R"({"name": "event_context", )", R"({"name": "event_contexx", )");
  EXPECT_NE(message().find("'event_context'"), std::string::npos) << message();
}

TEST_F(EventStage, RefusesStatusesInAnotherOrder) {
  bytes_.replace(R"("actual", "future", )", R"("future", "actual", )");
  EXPECT_EQ(message(), "the model's scorer 'event_status' has other labels than expected");
}

TEST_F(EventStage, RefusesArcsOfAnotherKind) {
  bytes_.replace(R"("actor", "recipient", )", R"("actor", "recipiend", )");
  EXPECT_EQ(message(), "the model's scorer 'event_arc' has other labels than expected");
}

}  // namespace
}  // namespace casus::event
