// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdlib>

#include "core/sql/bound_node.h"
#include "core/sql/coercion.h"
#include "core/sql/function_registry.h"

namespace vitrine {
namespace {

/// The file a row was read from, as a URI; empty behind an aggregation and for sources without files.
class InputFileName final : public CopyableNode<InputFileName> {
  public:
    InputFileName() : CopyableNode(DataType::string(), false, {}, false) {}

    Result<ColumnPtr> evaluate(const Batch& batch, const EvaluationContext& context) const override {
        std::string uri;
        if (batch.origins && context.files != nullptr && batch.origins->fileIndex < context.files->size()) {
            uri = "file://" + percentEncoded((*context.files)[batch.origins->fileIndex]);
        }
        return makeConstantColumn(type(), Value{std::move(uri)}, batch.numRows);
    }
    bool isDeterministic() const noexcept override { return false; }

  private:
    static std::string percentEncoded(const std::string& path) {
        static constexpr std::string_view kDigits = "0123456789ABCDEF";
        static constexpr std::string_view kPlain = "/-_.~!$&'()*+,;=:@";
        std::string text;
        for (const char letter : path) {
            const bool isPlain = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') ||
                                 kPlain.find(letter) != std::string_view::npos;
            if (isPlain) {
                text += letter;
                continue;
            }
            text += '%';
            text += kDigits[static_cast<unsigned char>(letter) >> 4];
            text += kDigits[static_cast<unsigned char>(letter) & 15];
        }
        return text;
    }
};

Result<BoundPtr> bindInputFileName(FunctionBinding&) { return BoundPtr(std::make_shared<InputFileName>()); }

Result<BoundPtr> bindCollation(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerce(0, DataType::string()));
    return makeLiteral(DataType::string(), Value{std::string("SYSTEM.BUILTIN.UTF8_BINARY")});
}

/// There is one catalogue and one database, called as Spark calls those a session starts with.
Result<BoundPtr> bindCatalog(FunctionBinding&) { return makeLiteral(DataType::string(), Value{std::string("spark_catalog")}); }
Result<BoundPtr> bindDatabase(FunctionBinding&) { return makeLiteral(DataType::string(), Value{std::string("default")}); }

Result<BoundPtr> bindUser(FunctionBinding&) {
    const char* name = std::getenv("USER");
    return makeLiteral(DataType::string(), Value{std::string(name != nullptr ? name : "")});
}

constexpr std::string_view kGroup = "conditional";
constexpr FunctionEntry kFunctions[] = {
    {{"collation", "collation(text) → STRING", "How texts are compared: byte by byte.", "text"}, 1, 1, bindCollation},
    {{"current_catalog", "current_catalog() → STRING", "The catalogue's name.", kGroup}, 0, 0, bindCatalog},
    {{"current_database", "current_database() → STRING", "The database's name.", kGroup}, 0, 0, bindDatabase},
    {{"current_schema", "current_schema() → STRING", "The database's name.", kGroup}, 0, 0, bindDatabase},
    {{"current_user", "current_user() → STRING", "Who runs the query.", kGroup}, 0, 0, bindUser},
    {{"input_file_name", "input_file_name() → STRING", "The file that the row was read from.", kGroup}, 0, 0, bindInputFileName},
    {{"session_user", "session_user() → STRING", "Who runs the query.", kGroup}, 0, 0, bindUser},
    {{"user", "user() → STRING", "Who runs the query.", kGroup}, 0, 0, bindUser},
};

}  // namespace

std::span<const FunctionEntry> sessionFunctions() { return kFunctions; }

}  // namespace vitrine
