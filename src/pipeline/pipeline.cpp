// SPDX-License-Identifier: Apache-2.0
#include "pipeline/pipeline.h"

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <string>
#include <thread>

#ifdef CASUS_VALIDATE
#include "document/validate.h"
#endif

namespace casus {

Result<Pipeline> Pipeline::make(std::vector<std::unique_ptr<Stage>> stages, LayerSet given) {
  LayerSet written = given;
  for (const auto& stage : stages) {
    const StageInfo info = stage->info();
    for (std::size_t i = 0; i < written.size(); ++i) {
      const std::string layer(to_string(static_cast<Layer>(i)));
      if (info.reads.test(i) && !written.test(i))
        return fail(ErrorCode::kInternal,
                    "stage " + std::string(info.name) + " reads " + layer + " before it is written");
      if (info.writes.test(i) && written.test(i))
        return fail(ErrorCode::kInternal, "stage " + std::string(info.name) + " writes " + layer + " again");
    }
    written |= info.writes;
  }
  Pipeline pipeline;
  pipeline.stages_ = std::move(stages);
  return pipeline;
}

void Pipeline::run(std::span<Document> batch, Workspace& workspace, StageSeconds* seconds) const {
  if (seconds != nullptr) seconds->resize(stages_.size(), 0.0);
  for (std::size_t s = 0; s < stages_.size(); ++s) {
    const auto begin = std::chrono::steady_clock::now();
    const Stage& stage = *stages_[s];
    const std::string name(stage.info().name);
    try {  // one of the four doors where others' exceptions end (style.md, section 7)
      if (const Result<void> result = stage.run(batch, workspace); !result)
        for (Document& doc : batch)
          if (!doc.has_failed()) doc.fail(name, result.error());
    } catch (const std::exception& error) {
      for (Document& doc : batch)
        if (!doc.has_failed()) doc.fail(name, {ErrorCode::kInternal, error.what(), {}});
    }
#ifdef CASUS_VALIDATE
    for (Document& doc : batch)
      if (!doc.has_failed())
        if (const Result<void> valid = validate(doc); !valid) doc.fail(name, valid.error());
#endif
    if (seconds != nullptr)
      (*seconds)[s] += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  }
}

std::vector<std::string_view> Pipeline::names() const {
  std::vector<std::string_view> out;
  for (const auto& stage : stages_) out.push_back(stage->info().name);
  return out;
}

namespace {
constexpr std::size_t kBatchDocuments = 16;
constexpr std::size_t kBatchBytes = 16 * 1024;  // short documents travel together, long ones alone

struct Task {
  std::vector<Document> batch;
  bool is_done = false;
};
}  // namespace

struct Runner::Impl {
  const Pipeline& pipeline;
  Emit emit;
  Workspace own;
  std::vector<Document> filling;
  std::size_t filling_bytes = 0;
  // Tasks in the order they came; workers take the first that is not begun, the caller emits the first once it is done.
  std::deque<std::shared_ptr<Task>> order;
  std::deque<std::shared_ptr<Task>> waiting;
  std::mutex mutex;
  std::condition_variable work_there, work_done;
  bool is_closing = false;
  std::vector<std::jthread> workers;

  Impl(const Pipeline& p, Emit e) : pipeline(p), emit(std::move(e)) {}

  void work() {
    Workspace workspace;
    for (;;) {
      std::shared_ptr<Task> task;
      {
        std::unique_lock lock(mutex);
        work_there.wait(lock, [&] { return is_closing || !waiting.empty(); });
        if (waiting.empty()) return;
        task = std::move(waiting.front());
        waiting.pop_front();
      }
      pipeline.run(task->batch, workspace);
      {
        const std::lock_guard lock(mutex);
        task->is_done = true;
      }
      work_done.notify_all();
    }
  }

  void emit_batch(std::vector<Document> batch) {
    for (Document& doc : batch) emit(std::move(doc));
  }

  /// Emits what is done at the front until at most `limit` tasks are under way.
  void drain(std::size_t limit) {
    for (;;) {
      std::shared_ptr<Task> front;
      {
        std::unique_lock lock(mutex);
        if (order.empty()) return;
        if (!order.front()->is_done) {
          if (order.size() <= limit) return;
          work_done.wait(lock, [&] { return order.front()->is_done; });
        }
        front = std::move(order.front());
        order.pop_front();
      }
      emit_batch(std::move(front->batch));
    }
  }

  void submit() {
    if (filling.empty()) return;
    std::vector<Document> batch = std::move(filling);
    filling.clear();
    filling_bytes = 0;
    if (workers.empty()) {
      pipeline.run(batch, own);
      emit_batch(std::move(batch));
      return;
    }
    auto task = std::make_shared<Task>();
    task->batch = std::move(batch);
    {
      const std::lock_guard lock(mutex);
      order.push_back(task);
      waiting.push_back(std::move(task));
    }
    work_there.notify_one();
    drain(2 * workers.size());
  }
};

Runner::Runner(const Pipeline& pipeline, unsigned threads, Emit emit)
    : impl_(std::make_unique<Impl>(pipeline, std::move(emit))) {
  for (unsigned i = 0; threads > 1 && i < threads; ++i) impl_->workers.emplace_back([this] { impl_->work(); });
}

Runner::~Runner() {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->is_closing = true;
    impl_->waiting.clear();
  }
  impl_->work_there.notify_all();
  impl_->workers.clear();
}

void Runner::push(Document doc) {
  impl_->filling_bytes += doc.text.size();
  impl_->filling.push_back(std::move(doc));
  if (impl_->filling.size() >= kBatchDocuments || impl_->filling_bytes >= kBatchBytes) impl_->submit();
}

void Runner::finish() {
  impl_->submit();
  impl_->drain(0);
}

}  // namespace casus
