// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/scatter_chart.h"

namespace vitrine::ui {

double ScatterChart::placePixel(std::size_t place) const {
    return data().axis == ChartAxis::Numbers ? pixelOfNumber(data().places[place].low) : LineChart::placePixel(place);
}

}  // namespace vitrine::ui
