// SPDX-License-Identifier: Apache-2.0
// What is wrong with a model file is told, never acted on.
#include "nn/model_file.h"

#include <gtest/gtest.h>

#include <cstring>
#include <random>

#include "../support/model_bytes.h"
#include "nn/encoder.h"

namespace casus::nn {
namespace {

const std::string kPath = std::string(CASUS_SOURCE_DIR) + "/tests/data/nn/small.model";

class Bytes : public test::ModelBytes {
 public:
  Bytes() : ModelBytes("tests/data/nn/small.model") {}
};

std::string message_of(std::span<const std::byte> bytes) {
  auto file = ModelFile::parse(bytes);
  if (!file) return file.error().message;
  const auto model = Model::from(std::move(*file), generic_kernels());
  return model ? "" : model.error().message;
}

TEST(ModelFile, ReadsTheSmallModel) {
  Bytes bytes;
  EXPECT_EQ(message_of(bytes.all()), "");
  const auto file = ModelFile::open(kPath);
  ASSERT_TRUE(file);
  EXPECT_EQ(file->config().hidden, 64U);
  EXPECT_EQ(file->sha256().size(), 64U);
  EXPECT_TRUE(file->verify());
}

TEST(ModelFile, SaysThatAFileIsMissing) {
  const auto file = ModelFile::open("/nowhere/at.model");
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().code, ErrorCode::kNotFound);
  EXPECT_NE(file.error().message.find("/nowhere/at.model"), std::string::npos);
}

TEST(ModelFile, RefusesAnotherMagic) {
  Bytes bytes;
  bytes.set(0, "GGUF");
  EXPECT_EQ(message_of(bytes.all()), "model file: not a Casus model: the first 8 bytes are not CASUSNN");
}

TEST(ModelFile, RefusesAnotherVersion) {
  Bytes bytes;
  bytes.set(8, "\x09");
  EXPECT_EQ(message_of(bytes.all()), "model file: version 9, this program reads version 2");
}

TEST(ModelFile, RefusesEveryTruncation) {
  Bytes bytes;
  for (const std::size_t size : {std::size_t{0}, std::size_t{7}, std::size_t{8}, std::size_t{63}, std::size_t{64},
                                 std::size_t{4096}, bytes.all().size() - 1}) {
    EXPECT_NE(message_of(bytes.all().first(size)), "") << size;
  }
  EXPECT_NE(message_of(bytes.all().first(4096)).find("truncated: 4096 bytes, its header says"), std::string::npos);
}

TEST(ModelFile, NoticesAnySingleDamagedByte) {
  Bytes bytes;
  std::mt19937 random(7);
  for (int i = 0; i < 300; ++i) {
    std::byte& byte = bytes.all()[64 + random() % (bytes.all().size() - 64)];
    const std::byte kept = byte;
    byte ^= static_cast<std::byte>(1U << random() % 8);
    EXPECT_EQ(message_of(bytes.all()), "model file: checksum differs: the file is damaged");
    byte = kept;
  }
}

TEST(ModelFile, VerifyComparesTheLongDigest) {
  Bytes bytes;
  bytes.all()[40] ^= std::byte{1};
  const auto file = ModelFile::parse(bytes.all());
  ASSERT_TRUE(file);
  EXPECT_FALSE(file->verify());
}

TEST(ModelFile, RefusesAHeaderThatIsNoJson) {
  Bytes bytes;
  bytes.replace("{\"format\"", "[\"format\"");
  EXPECT_EQ(message_of(bytes.all()), "model file: the header is not a JSON object");
}

TEST(ModelFile, RefusesAnArcTaskOfATokenTasksName) {
  Bytes bytes;
  bytes.replace("\"name\": \"role\"", "\"name\": \"upos\"");
  EXPECT_EQ(message_of(bytes.all()), "model file: header: task upos twice");
}

TEST(ModelFile, RefusesSizesThatDoNotFitTheTensors) {
  Bytes bytes;
  bytes.replace("\"intermediate\": 128", "\"intermediate\": 192");
  EXPECT_EQ(message_of(bytes.all()),
            "model file: tensor layer.0.up.weights has shape [2, 16, 64, 4], expected [3, 16, 64, 4]");
}

TEST(ModelFile, SaysInWhichWindowsItReadsBest) {
  test::ModelBytes bytes("tests/data/nn/wide.model");
  EXPECT_EQ(ModelFile::parse(bytes.all())->config().window, 80u);  // 128 by itself, but it has 80 positions
  bytes.replace("\"distance_bias\": true", "\"window\": 48         ");
  EXPECT_EQ(ModelFile::parse(bytes.all())->config().window, 48u);
  bytes.replace("\"window\": 48", "\"window\": 81");
  EXPECT_EQ(message_of(bytes.all()), "model file: header: window is 81, expected 3 to 80");
}

TEST(ModelFile, RefusesSizesItCannotRun) {
  Bytes bytes;
  bytes.replace("\"hidden\": 64", "\"hidden\": 65");
  EXPECT_EQ(message_of(bytes.all()), "model file: header: hidden and intermediate must be multiples of 64");
}

TEST(ModelFile, RefusesATensorBehindTheEnd) {
  Bytes bytes;
  bytes.replace("\"shape\": [160, 64]", "\"shape\": [1600000]");
  EXPECT_NE(message_of(bytes.all()).find("embed.words: shape is larger than the file"), std::string::npos);
}

TEST(ModelFile, RefusesAMissingTensor) {
  Bytes bytes;
  bytes.replace("\"layer.1.down.scales\"", "\"layer.1.down.scalez\"");
  EXPECT_EQ(message_of(bytes.all()), "model file: tensor layer.1.down.scales is missing");
}

TEST(ModelFile, RefusesNumbersThatAreNotFinite) {
  Bytes bytes;
  const auto file = ModelFile::parse(bytes.all());
  ASSERT_TRUE(file);
  const auto scales = file->floats("layer.0.qkv.scales", {192});
  ASSERT_TRUE(scales);
  const std::size_t at =
      static_cast<std::size_t>(reinterpret_cast<const std::byte*>(scales->data()) - bytes.all().data());
  bytes.set(at + 8, std::string_view("\x00\x00\xC0\x7F", 4));
  bytes.seal();
  EXPECT_EQ(message_of(bytes.all()), "model file: tensor layer.0.qkv.scales holds a number that is not finite");
  bytes.set(at + 8, std::string_view("\x00\x00\x80\xBF", 4));
  bytes.seal();
  EXPECT_EQ(message_of(bytes.all()), "model file: tensor layer.0.qkv.scales holds a scale below 0");
}

TEST(ModelFile, SurvivesAnyDamagedHeader) {
  Bytes bytes;
  const std::string kept(reinterpret_cast<const char*>(bytes.all().data()), bytes.all().size());
  std::mt19937 random(11);
  for (int i = 0; i < 1000; ++i) {
    for (int j = 0; j < 3; ++j) bytes.all()[8 + random() % 9000] = static_cast<std::byte>(random());
    bytes.seal();
    (void)message_of(bytes.all());
    bytes.set(0, kept);
  }
}

}  // namespace
}  // namespace casus::nn
