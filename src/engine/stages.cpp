// SPDX-License-Identifier: Apache-2.0
// The stages in order: the engine's table of contents.
#include "actor/actor.h"
#include "attribution/attribution.h"
#include "coding/coding.h"
#include "coref/coref.h"
#include "encode/encode.h"
#include "engine/engine.h"
#include "entity/entity.h"
#include "event/event.h"
#include "factuality/factuality.h"
#include "frame/frame.h"
#include "nation/nation.h"
#include "place/place.h"
#include "quantity/quantity.h"
#include "role/role.h"
#include "segment/segment.h"
#include "syntax/syntax.h"
#include "timex/timex.h"

namespace casus::engine {

Result<std::vector<std::unique_ptr<Stage>>> make_stages(const std::filesystem::path& data,
                                                        const coding::ModelFiles& files,
                                                        std::shared_ptr<const nn::Model> model,
                                                        std::shared_ptr<const codebook::Codebook> codebook) {
  ASSIGN_OR_RETURN(auto loaded_actors, actor::Dictionary::load(data));
  const auto actors = std::make_shared<const actor::Dictionary>(std::move(loaded_actors));
  std::vector<std::unique_ptr<Stage>> stages;
  const auto add = [&](Result<std::unique_ptr<Stage>> stage) -> Result<void> {
    if (!stage) return std::unexpected(stage.error());
    stages.push_back(std::move(*stage));
    return {};
  };
  RETURN_IF_ERROR(add(segment::make_token_stage(data)));
  RETURN_IF_ERROR(
      add(encode::make_encode_stage(model, {.max_pieces = static_cast<std::uint32_t>(model->config().window)})));
  RETURN_IF_ERROR(add(segment::make_sentence_stage(data, model)));
  RETURN_IF_ERROR(add(syntax::make_syntax_stage(data, model)));
  RETURN_IF_ERROR(add(role::make_role_stage(data, model)));
  RETURN_IF_ERROR(add(event::make_event_stage(model)));
  RETURN_IF_ERROR(add(entity::make_entity_stage(data, model)));
  RETURN_IF_ERROR(add(place::make_place_stage(data)));
  RETURN_IF_ERROR(add(timex::make_time_stage(data)));
  RETURN_IF_ERROR(add(quantity::make_quantity_stage(data)));
  RETURN_IF_ERROR(add(coref::make_coref_stage(data, actors)));
  RETURN_IF_ERROR(add(nation::make_nation_stage(model, actors)));
  RETURN_IF_ERROR(add(attribution::make_attribution_stage(data)));
  RETURN_IF_ERROR(add(factuality::make_factuality_stage(model)));
  RETURN_IF_ERROR(add(frame::make_frame_stage(codebook)));
  RETURN_IF_ERROR(add(coding::make_coding_stage(data, files, codebook)));
  return stages;
}

}  // namespace casus::engine
