// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/json_reader.h"

namespace vitrine {

Result<InferredSchema> inferJsonSchema(FileSystem&, const std::vector<std::string>&, const OptionMap&, const SessionConf&,
                                       std::uint64_t, std::stop_token) {
    return Error(ErrorCode::CannotInferSchema, "The schema cannot be inferred.").withWayOut("Give a schema.");
}

}  // namespace vitrine
