// SPDX-License-Identifier: Apache-2.0
#include "pipeline/pipeline.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <stdexcept>
#include <string>
#include <thread>

namespace casus {
namespace {

using Work = std::function<Result<void>(std::span<Document>)>;

/// A stage made of a function.
class Fake final : public Stage {
 public:
  Fake(const char* name, LayerSet reads, LayerSet writes, Work work = {})
      : info_{name, reads, writes}, work_(std::move(work)) {}
  StageInfo info() const override { return info_; }
  Result<void> run(std::span<Document> batch, Workspace&) const override {
    return work_ ? work_(batch) : Result<void>{};
  }

 private:
  StageInfo info_;
  Work work_;
};

template <typename... Stages>
Result<Pipeline> make(Stages... stages) {
  std::vector<std::unique_ptr<Stage>> list;
  (list.push_back(std::make_unique<Fake>(std::move(stages))), ...);
  return Pipeline::make(std::move(list), layers(Layer::kText));
}

Document named(std::string id, std::string text = "x") {
  Document doc;
  doc.origin.id = std::move(id);
  doc.text = std::move(text);
  return doc;
}

TEST(Pipeline, TakesAnOrderInWhichAllIsWrittenBeforeItIsRead) {
  const auto made = make(Fake("tokens", layers(Layer::kText), layers(Layer::kTokens)),
                         Fake("sentences", layers(Layer::kTokens), layers(Layer::kSentences)));
  ASSERT_TRUE(made.has_value());
  EXPECT_EQ(made->names(), (std::vector<std::string_view>{"tokens", "sentences"}));
}

TEST(Pipeline, RefusesALayerThatIsReadBeforeItIsWritten) {
  const auto made = make(Fake("sentences", layers(Layer::kTokens), layers(Layer::kSentences)),
                         Fake("tokens", layers(Layer::kText), layers(Layer::kTokens)));
  ASSERT_FALSE(made.has_value());
  EXPECT_EQ(made.error().code, ErrorCode::kInternal);
  EXPECT_NE(made.error().message.find("stage sentences reads tokens"), std::string::npos) << made.error().message;
}

TEST(Pipeline, RefusesALayerThatTwoStagesWrite) {
  const auto made = make(Fake("one", {}, layers(Layer::kTokens)), Fake("two", {}, layers(Layer::kTokens)));
  ASSERT_FALSE(made.has_value());
  EXPECT_NE(made.error().message.find("stage two writes tokens again"), std::string::npos) << made.error().message;
}

TEST(Pipeline, RefusesToWriteOverWhatIsGiven) {
  EXPECT_FALSE(make(Fake("one", {}, layers(Layer::kText))).has_value());
}

TEST(Pipeline, NamesTheStageThatFailedADocumentAndSparesTheOthers) {
  const auto made = make(Fake("picky", {}, {}, [](std::span<Document> batch) -> Result<void> {
    for (Document& doc : batch)
      if (doc.origin.id == "bad") doc.fail("picky", {ErrorCode::kLimit, "too long", {}});
    return {};
  }));
  std::vector<Document> batch;
  batch.push_back(named("good"));
  batch.push_back(named("bad"));
  Workspace workspace;
  made->run(batch, workspace);
  EXPECT_FALSE(batch[0].has_failed());
  ASSERT_TRUE(batch[1].has_failed());
  EXPECT_EQ(batch[1].failures[0].stage, "picky");
}

TEST(Pipeline, FailsTheBatchOfAStageThatCannotGoOn) {
  bool is_reached = false;
  const auto made =
      make(Fake("broken", {}, {}, [](std::span<Document>) -> Result<void> { return fail(ErrorCode::kInternal, "no"); }),
           Fake("later", {}, {}, [&](std::span<Document> batch) -> Result<void> {
             is_reached = true;
             EXPECT_TRUE(batch[0].has_failed());
             return {};
           }));
  std::vector<Document> batch(1);
  Workspace workspace;
  made->run(batch, workspace);
  EXPECT_TRUE(is_reached);
  EXPECT_EQ(batch[0].failures[0].stage, "broken");
}

TEST(Pipeline, TurnsAnExceptionIntoAFailure) {
  const auto made = make(
      Fake("thrower", {}, {}, [](std::span<Document>) -> Result<void> { throw std::runtime_error("out of paper"); }));
  std::vector<Document> batch(1);
  Workspace workspace;
  made->run(batch, workspace);
  ASSERT_TRUE(batch[0].has_failed());
  EXPECT_EQ(batch[0].failures[0].error.message, "out of paper");
}

class RunnerOrder : public ::testing::TestWithParam<unsigned> {};

TEST_P(RunnerOrder, KeepsTheOrderAndLosesNothing) {
  const auto made = make(Fake("slow", {}, {}, [](std::span<Document> batch) -> Result<void> {
    for (Document& doc : batch) {  // the earlier ones take longer
      if (doc.origin.id.size() == 1) std::this_thread::sleep_for(std::chrono::milliseconds(2));
      doc.text += "!";
    }
    return {};
  }));
  std::vector<std::string> seen;
  Runner runner(*made, GetParam(), [&](Document doc) {
    EXPECT_TRUE(doc.text.ends_with("!"));
    seen.push_back(doc.origin.id);
  });
  std::vector<std::string> expected;
  for (int i = 0; i < 200; ++i) {
    expected.push_back(std::to_string(i));
    runner.push(named(expected.back(), std::string(i % 7 == 0 ? 20'000 : 10, 'x')));
  }
  runner.finish();
  EXPECT_EQ(seen, expected);
}

INSTANTIATE_TEST_SUITE_P(Threads, RunnerOrder, ::testing::Values(1u, 2u, 5u));

TEST(Runner, KeepsFewDocumentsUnderWay) {
  const auto made = make(Fake("nothing", {}, {}));
  std::size_t pushed = 0, emitted = 0, most = 0;
  Runner runner(*made, 2, [&](Document) { ++emitted; });
  for (; pushed < 2'000; ++pushed) {
    runner.push(named("d"));
    most = std::max(most, pushed + 1 - emitted);
  }
  runner.finish();
  EXPECT_EQ(emitted, pushed);
  EXPECT_LE(most, 16u * 6);
}

TEST(Runner, EndsWithoutFinish) {
  const auto made = make(Fake("nothing", {}, {}));
  Runner runner(*made, 3, [](Document) {});
  for (int i = 0; i < 40; ++i) runner.push(named("d"));
}

TEST(Workspace, MakesOneScratchForEachOwner) {
  struct Mine : Workspace::Scratch {
    int value = 0;
  };
  Workspace workspace;
  const int first = 0, second = 0;
  workspace.scratch_of<Mine>(&first).value = 1;
  workspace.scratch_of<Mine>(&second).value = 2;
  EXPECT_EQ(workspace.scratch_of<Mine>(&first).value, 1);
}

}  // namespace
}  // namespace casus
