// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/data/column_builder.h"
#include "core/report/result_snapshot.h"

namespace vitrine::samples {

inline constexpr std::int64_t kSecond = 1'000'000;
inline constexpr std::int64_t kHour = 3600 * kSecond;
/// 2016-07-26T02:00:00Z
inline constexpr std::int64_t kTwo = 1469498400 * kSecond;

inline Value longValue(std::int64_t value) {
    return Value{value};
}
inline Value text(std::string value) {
    return Value{std::move(value)};
}
inline Value null() {
    return Value{};
}

/// A window of `hours` that starts `index` hours after two o'clock.
inline Value window(int index, std::int64_t length = kHour) {
    return Value{Value::List{Value{kTwo + index * kHour}, Value{kTwo + index * kHour + length}}};
}

inline TypePtr windowType() {
    return DataType::structType({{"start", DataType::timestamp()}, {"end", DataType::timestamp()}});
}

struct Row {
    std::vector<Value> cells;
    std::int64_t changedIn = 0;
};

inline std::shared_ptr<ResultShape> shape(std::vector<Field> fields, std::vector<ColumnRole> roles) {
    auto made = std::make_shared<ResultShape>();
    made->schema = std::make_shared<Schema>(std::move(fields));
    made->roles = std::move(roles);
    made->mode = OutputMode::Update;
    made->aggregated = true;
    return made;
}

/// window, action, count: one hour, watermark two hours, update.
inline std::shared_ptr<ResultShape> actionsShape() {
    auto made = shape({{"window", windowType()}, {"action", DataType::string()}, {"count", DataType::longType()}},
                      {ColumnRole::Window, ColumnRole::Key, ColumnRole::Value});
    made->windowDuration = made->windowSlide = Micros(kHour);
    made->hasWatermark = made->canBeFinal = true;
    made->watermarkDelay = Millis(2 * 3600 * 1000);
    return made;
}

inline std::shared_ptr<ResultSnapshot> snapshot(const ResultShapePtr& shape, const std::vector<Row>& rows,
                                                std::int64_t batch = 0,
                                                std::optional<std::int64_t> latest = std::nullopt) {
    auto made = std::make_shared<ResultSnapshot>();
    made->shape = shape;
    made->batchId = batch;
    made->version = static_cast<std::uint64_t>(batch + 1);
    if (latest) {
        made->latestEventTime = EventTime(Micros(*latest));
        made->watermark = WallTime(Millis(*latest / 1000) - shape->watermarkDelay);
    }
    // Two chunks, so that nothing may rely on one.
    const std::size_t half = rows.size() / 2;
    for (const auto& [from, to] : {std::pair(std::size_t{0}, half), std::pair(half, rows.size())}) {
        if (from == to) continue;
        auto chunk = std::make_shared<ResultChunk>();
        chunk->rows.schema = shape->schema;
        chunk->rows.numRows = to - from;
        for (std::size_t column = 0; column < shape->schema->size(); ++column) {
            ColumnBuilder builder((*shape->schema)[column].type);
            for (std::size_t row = from; row < to; ++row) builder.appendValue(rows[row].cells[column]);
            chunk->rows.columns.push_back(builder.finish());
        }
        std::vector<std::uint64_t> ids;
        for (std::size_t row = from; row < to; ++row) {
            ids.push_back(row + 1);
            chunk->changedIn.push_back(rows[row].changedIn);
        }
        chunk->ids = std::make_shared<const std::vector<std::uint64_t>>(std::move(ids));
        made->chunks.push_back(chunk);
    }
    made->numRows = rows.size();
    return made;
}

/// The numbers of the design's pictures: 02:00 to 08:00, Close and Open, latest event 08:01:24.
inline std::vector<Row> actionsRows() {
    const std::vector<std::int64_t> close{11, 344, 815, 1003, 1011, 989, 23};
    const std::vector<std::int64_t> open{179, 1001, 999, 1000, 993, 1008, 24};
    std::vector<Row> rows;
    for (int hour = 0; hour < 7; ++hour) {
        const auto at = static_cast<std::size_t>(hour);
        const std::int64_t batch = hour >= 5 ? 46 : 36;
        rows.push_back({{window(hour), text("Open"), longValue(open[at])}, batch});
        rows.push_back({{window(hour), text("Close"), longValue(close[at])}, batch});
    }
    return rows;
}

inline constexpr std::int64_t kLatest = kTwo + 6 * kHour + 84 * kSecond;  // 08:01:24

inline std::shared_ptr<ResultSnapshot> actions(std::int64_t batch = 47) {
    return snapshot(actionsShape(), actionsRows(), batch, kLatest);
}

}  // namespace vitrine::samples
