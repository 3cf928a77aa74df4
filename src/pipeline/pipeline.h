// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "pipeline/stage.h"

namespace casus {

/// Seconds spent in each stage, in the order of the stages.
using StageSeconds = std::vector<double>;

/// The stages in order. Threads: const after `make`; each thread brings its own Workspace.
class Pipeline {
 public:
  /// Errors: internal where a stage reads a layer that none before it writes (`given` are there from the start), or
  /// writes one that another stage writes.
  Pipeline() = default;
  static Result<Pipeline> make(std::vector<std::unique_ptr<Stage>> stages, LayerSet given);

  /// Runs `batch` through all stages. A document that fails is skipped by later stages and keeps the reason; a stage
  /// that cannot go on fails the whole batch. `seconds`, if not null, is added to.
  void run(std::span<Document> batch, Workspace& workspace, StageSeconds* seconds = nullptr) const;
  std::vector<std::string_view> names() const;

 private:
  std::vector<std::unique_ptr<Stage>> stages_;
};

/// Runs a stream of documents through a pipeline on `threads` threads and hands them on in the order they came.
/// Memory stays bounded: `push` waits while too many documents are under way.
class Runner {
 public:
  /// Called on the thread that calls `push` and `finish`, one document after another.
  using Emit = std::function<void(Document)>;
  Runner(const Pipeline& pipeline, unsigned threads, Emit emit);
  ~Runner();
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  void push(Document doc);
  /// Waits for all documents and emits them.
  void finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace casus
