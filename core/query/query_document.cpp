// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/query_document.h"

#include <algorithm>

#include "core/query/detail/document_json.h"

namespace vitrine {
namespace {

template <class... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

ParsedDocument failed(Error error) {
    ParsedDocument parsed;
    parsed.diagnostics.push_back({std::move(error), Severity::Error, Phase::Define});
    return parsed;
}

}  // namespace

bool JoinStep::operator==(const JoinStep& other) const {
    return source == other.source && steps == other.steps && on == other.on && how == other.how &&
           isStatic == other.isStatic;
}

bool UnionStep::operator==(const UnionStep& other) const {
    return source == other.source && steps == other.steps;
}

std::string_view Step::name() const noexcept {
    return std::visit(Overloaded{[](const SelectStep&) -> std::string_view { return "select"; },
                                 [](const WhereStep&) -> std::string_view { return "where"; },
                                 [](const WithColumnStep&) -> std::string_view { return "withColumn"; },
                                 [](const WithColumnRenamedStep&) -> std::string_view { return "withColumnRenamed"; },
                                 [](const DropStep&) -> std::string_view { return "drop"; },
                                 [](const WithWatermarkStep&) -> std::string_view { return "withWatermark"; },
                                 [](const GroupByStep&) -> std::string_view { return "groupBy"; },
                                 [](const OrderByStep&) -> std::string_view { return "orderBy"; },
                                 [](const LimitStep&) -> std::string_view { return "limit"; },
                                 [](const DropDuplicatesStep& step) -> std::string_view {
                                     return step.withinWatermark ? "dropDuplicatesWithinWatermark" : "dropDuplicates";
                                 },
                                 [](const JoinStep&) -> std::string_view { return "join"; },
                                 [](const UnionStep&) -> std::string_view { return "union"; }},
                      method);
}

bool ParsedDocument::hasErrors() const noexcept {
    return std::any_of(diagnostics.begin(), diagnostics.end(),
                       [](const Diagnostic& diagnostic) { return diagnostic.severity == Severity::Error; });
}

ParsedDocument parseQueryDocument(std::string_view json) {
    std::vector<std::string> duplicates;
    auto tree = detail::readJson(json, duplicates);
    if (!tree) return failed(std::move(tree).error());
    ParsedDocument parsed = detail::fromJsonTree(*tree);
    for (std::string& pointer : duplicates) {
        const std::string key = pointer.substr(pointer.rfind('/') + 1);
        parsed.diagnostics.push_back(
            {Error(ErrorCode::DuplicateName, "The field `" + key + "` is there twice; the last one counts.")
                 .at(std::move(pointer))
                 .withWayOut("Remove one of the two."),
             Severity::Warning, Phase::Define});
    }
    return parsed;
}

std::string toJson(const QueryDocument& document) {
    return detail::toJsonTree(document).dump(2, ' ', false, detail::Json::error_handler_t::replace) + "\n";
}

ParsedDocument patched(const QueryDocument& document, std::string_view mergePatchJson) {
    std::vector<std::string> duplicates;
    auto patch = detail::readJson(mergePatchJson, duplicates);
    if (!patch) return failed(std::move(patch).error());
    detail::Json tree = detail::toJsonTree(document);
    tree.merge_patch(*patch);
    return detail::fromJsonTree(tree);
}

ParsedDocument withValueAt(const QueryDocument& document, std::string_view pointer, std::string_view valueJson) {
    std::vector<std::string> duplicates;
    auto value = detail::readJson(valueJson, duplicates);
    if (!value) {
        Error error = std::move(value).error();
        return failed(std::move(error).at(std::string(pointer)).withWayOut("A text is written in double quotes."));
    }
    detail::Json tree = detail::toJsonTree(document);
    try {
        const detail::Json::json_pointer target{std::string(pointer)};
        // Members that the canonical text omits are made on the way; list elements must be there or be the next one.
        detail::Json* node = &tree;
        std::string reached;
        std::vector<std::string> tokens;
        for (auto walk = target; !walk.empty(); walk = walk.parent_pointer())
            tokens.insert(tokens.begin(), walk.back());
        for (const std::string& token : tokens) {
            if (node->is_array()) {
                const bool isNumber =
                    !token.empty() && token.size() < 7 &&
                    std::all_of(token.begin(), token.end(), [](char c) { return c >= '0' && c <= '9'; });
                const std::size_t index = token == "-" ? node->size() : isNumber ? std::stoul(token) : node->size() + 1;
                if (index > node->size()) {
                    return failed(
                        Error(ErrorCode::InvalidValue, "The list at `" + reached + "` has no element `" + token + "`.")
                            .at(std::string(pointer))
                            .withWayOut("Use an index from 0 to " + std::to_string(node->size()) + "."));
                }
                if (index == node->size()) node->push_back(nullptr);
                node = &(*node)[index];
            } else if (node->is_object() || node->is_null()) {
                node = &(*node)[token];
            } else {
                return failed(
                    Error(ErrorCode::InvalidValue, "Nothing can be set below `" + reached + "`: it is a single value.")
                        .at(std::string(pointer)));
            }
            reached = detail::pointerTo(reached, token);
        }
        *node = std::move(*value);
    } catch (const std::exception&) {
        return failed(Error(ErrorCode::InvalidValue, "`" + std::string(pointer) + "` is not a JSON pointer.")
                          .at(std::string(pointer))
                          .withWayOut("Write it like `/trigger/processingTime`."));
    }
    return detail::fromJsonTree(tree);
}

}  // namespace vitrine
