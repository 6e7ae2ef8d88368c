#include "build/DataflowPicture.h"

#include "build/SimulatedRun.h"
#include "support/Markup.h"

#include "llvm/ADT/STLExtras.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <functional>
#include <map>
#include <set>
#include <tuple>

namespace allo::build {

using support::escapedMarkup;
using support::svgBox;
using support::svgNumber;
using support::svgStart;
using support::svgText;

namespace {
constexpr double boxWidth = 170, boxHeight = 48, acrossGap = 150, downGap = 44, margin = 12, titleHeight = 34,
                 loopHeight = 22;

// Text that stays readable where lines cross it.
const char *const onLines = "stroke=\"#fff\" stroke-width=\"3\" paint-order=\"stroke\"";
const char *const arrowHead = "<defs><marker id=\"end\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"9\" "
                              "markerHeight=\"9\" markerUnits=\"userSpaceOnUse\" orient=\"auto\">"
                              "<path d=\"M0 0 L8 4 L0 8 z\" fill=\"#566573\"/></marker></defs>";

// A share from 0 to 1 between two colours.
std::string between(const std::array<double, 3> &none, const std::array<double, 3> &all, double share) {
  char text[8];
  auto mixed = [&](size_t part) {
    return static_cast<int>(std::lround(none[part] + (all[part] - none[part]) * share));
  };
  std::snprintf(text, sizeof text, "#%02x%02x%02x", mixed(0), mixed(1), mixed(2));
  return text;
}
std::string fullnessColour(double share) { return between({0x6b, 0x8f, 0xb3}, {0xc0, 0x2f, 0x2f}, share); }
std::string busyColour(double share) { return between({0xf4, 0xf6, 0xf8}, {0x9c, 0xc2, 0xe6}, share); }

struct Box {
  std::string path;
  const HardwareProcess *process = nullptr; // none: the top, or a place that an arrow passes
  size_t rank = 0, row = 0;
  double x = 0, y = 0;
  bool isPassed = false; // only by an arrow that leads further
  double middle() const { return y + boxHeight / 2; }
};

// Streams of one name between the same two processes.
struct Arrow {
  std::string name;
  size_t from = 0, to = 0;
  int64_t fifos = 0, depth = 0, peak = 0, elements = 0;
  double held = 0, writes = 0; // elements that were there after writes, added up
  bool isBack = false;
  std::vector<size_t> passed; // boxes between
  bool isLoop() const { return from == to; }
  double fullness() const { return writes > 0 ? std::min(1.0, held / writes / static_cast<double>(depth)) : 0; }
};

class Picture {
public:
  explicit Picture(const HardwareReport &hardware) : hardware_(hardware) {
    for (const HardwareStream &stream : hardware.streams)
      if (stream.producer && stream.consumer)
        add(stream);
  }

  std::string svg() {
    if (arrows_.empty())
      return "";
    findBackArrows();
    rank();
    passBetween();
    orderRows();
    double height = place();
    std::string text = svgStart(width(), height, "Processes and streams") + arrowHead;
    for (size_t number = 0; number < arrows_.size(); ++number)
      text += arrowSvg(number, height);
    for (const Box &box : boxes_)
      if (!box.isPassed)
        text += boxSvg(box);
    return text + "</svg>";
  }

private:
  size_t boxOf(const std::string &path) {
    auto [known, isNew] = numbers_.try_emplace(path, boxes_.size());
    if (isNew) {
      auto process = llvm::find_if(hardware_.processes, [&](const auto &one) { return one.path == path; });
      boxes_.push_back({path, process == hardware_.processes.end() ? nullptr : &*process});
    }
    return known->second;
  }

  void add(const HardwareStream &stream) {
    std::string name = streamArrayOf(stream.name);
    auto key = std::tuple(name, *stream.producer, *stream.consumer, stream.place.line);
    auto [known, isNew] = arrowNumbers_.try_emplace(key, arrows_.size());
    if (isNew) {
      size_t from = boxOf(*stream.producer), to = boxOf(*stream.consumer); // in this order
      Arrow &arrow = arrows_.emplace_back();
      arrow.name = name, arrow.from = from, arrow.to = to;
    }
    Arrow &arrow = arrows_[known->second];
    ++arrow.fifos;
    arrow.depth = stream.depth;
    arrow.peak = std::max(arrow.peak, stream.peak);
    arrow.elements += stream.elements;
    for (size_t held = 0; held < stream.occupancies.size(); ++held) {
      arrow.held += static_cast<double>(held) * static_cast<double>(stream.occupancies[held]);
      arrow.writes += static_cast<double>(stream.occupancies[held]);
    }
  }

  //===-- Layout --------------------------------------------------------------------------------------------------===//

  // Those that lead to a process on the way to the one they come from.
  void findBackArrows() {
    std::vector<int> state(boxes_.size()); // 1: on the way, 2: done
    std::function<void(size_t)> visit = [&](size_t box) {
      state[box] = 1;
      for (Arrow &arrow : arrows_) {
        if (arrow.from != box)
          continue;
        arrow.isBack = state[arrow.to] == 1;
        if (state[arrow.to] == 0)
          visit(arrow.to);
      }
      state[box] = 2;
    };
    std::set<size_t> fed;
    for (const Arrow &arrow : arrows_)
      if (arrow.from != arrow.to)
        fed.insert(arrow.to);
    for (bool hasInput : {false, true})
      for (size_t box = 0; box < boxes_.size(); ++box)
        if (state[box] == 0 && (fed.count(box) > 0) == hasInput)
          visit(box);
  }

  void rank() {
    for (bool isChanged = true; isChanged;) {
      isChanged = false;
      for (const Arrow &arrow : arrows_)
        if (!arrow.isBack && boxes_[arrow.to].rank <= boxes_[arrow.from].rank) {
          boxes_[arrow.to].rank = boxes_[arrow.from].rank + 1;
          isChanged = true;
        }
    }
    for (const Box &box : boxes_)
      ranks_ = std::max(ranks_, box.rank + 1);
  }

  // An arrow over several ranks gets a place in each between.
  void passBetween() {
    for (Arrow &arrow : arrows_) {
      if (arrow.isBack)
        continue;
      for (size_t rank = boxes_[arrow.from].rank + 1; rank < boxes_[arrow.to].rank; ++rank) {
        arrow.passed.push_back(boxes_.size());
        boxes_.push_back({"", nullptr, rank, 0, 0, 0, true});
      }
    }
  }

  // Where the arrow comes from on its way to a box.
  size_t before(const Arrow &arrow, size_t box) const {
    if (box == arrow.to)
      return arrow.passed.empty() ? arrow.from : arrow.passed.back();
    auto at = llvm::find(arrow.passed, box);
    return at == arrow.passed.begin() ? arrow.from : *std::prev(at);
  }

  // Beside what it gets its elements from.
  void orderRows() {
    for (size_t rank = 0; rank < ranks_; ++rank) {
      std::vector<std::pair<double, size_t>> order;
      for (size_t box = 0; box < boxes_.size(); ++box) {
        if (boxes_[box].rank != rank)
          continue;
        double sum = 0, count = 0;
        for (const Arrow &arrow : arrows_)
          if (!arrow.isBack && (arrow.to == box || llvm::is_contained(arrow.passed, box))) {
            sum += static_cast<double>(boxes_[before(arrow, box)].row);
            ++count;
          }
        order.emplace_back(count > 0 ? sum / count : static_cast<double>(order.size()), box);
      }
      llvm::sort(order);
      for (size_t row = 0; row < order.size(); ++row)
        boxes_[order[row].second].row = row;
      rows_ = std::max(rows_, order.size());
    }
  }

  double width() const { return 2 * margin + static_cast<double>(ranks_) * (boxWidth + acrossGap) - acrossGap; }

  // Returns the height.
  double place() {
    std::vector<size_t> inRank(ranks_);
    for (const Box &box : boxes_)
      ++inRank[box.rank];
    std::map<size_t, double> loops; // by box
    double mostLoops = 0;
    for (const Arrow &arrow : arrows_)
      if (arrow.isLoop())
        mostLoops = std::max(mostLoops, ++loops[arrow.from]);
    double pitch = boxHeight + std::max(downGap, 20 + mostLoops * loopHeight);
    for (Box &box : boxes_) {
      double above = static_cast<double>(rows_ - inRank[box.rank]) / 2; // ranks with few boxes stand in the middle
      box.x = margin + static_cast<double>(box.rank) * (boxWidth + acrossGap);
      box.y = titleHeight + pitch - boxHeight - 8 + (above + static_cast<double>(box.row)) * pitch;
    }
    double height = titleHeight + static_cast<double>(rows_) * pitch + margin;
    for (const Arrow &arrow : arrows_)
      if (arrow.isBack && !arrow.isLoop())
        return height + 60;
    return height;
  }

  //===-- Drawing -------------------------------------------------------------------------------------------------===//

  // The height at which an arrow meets a box: those of one side share it evenly.
  double portOf(size_t number, size_t box, bool isOut) const {
    double place = 0, count = 0;
    for (size_t other = 0; other < arrows_.size(); ++other) {
      const Arrow &arrow = arrows_[other];
      if (arrow.isBack || (isOut ? arrow.from : arrow.to) != box)
        continue;
      place = other == number ? count : place;
      ++count;
    }
    return boxes_[box].y + boxHeight * (place + 1) / (count + 1);
  }

  std::string arrowSvg(size_t number, double height) const {
    const Arrow &arrow = arrows_[number];
    const Box &from = boxes_[arrow.from], &to = boxes_[arrow.to];
    double x1 = from.x + boxWidth, x2 = to.x, y1 = portOf(number, arrow.from, true),
           y2 = portOf(number, arrow.to, false);
    double labelX = (x1 + x2) / 2, labelY = (y1 + y2) / 2;
    std::string path = "M";
    auto point = [&](double x, double y) { path += svgNumber(x) + " " + svgNumber(y) + " "; };
    auto curveTo = [&](double x, double y, double fromX, double fromY) {
      double reach = std::max(30.0, (x - fromX) / 2);
      path += "C";
      point(fromX + reach, fromY), point(x - reach, y), point(x, y);
    };
    if (arrow.isLoop()) { // above the box, each above the one before
      double high = loopHeight;
      for (size_t other = 0; other < number; ++other)
        high += arrows_[other].isLoop() && arrows_[other].from == arrow.from ? loopHeight : 0;
      x1 = from.x + boxWidth * 0.7, x2 = from.x + boxWidth * 0.3;
      point(x1, from.y), path += "C", point(x1 + 20, from.y - high * 1.3), point(x2 - 20, from.y - high * 1.3);
      point(x2, from.y);
      labelX = (x1 + x2) / 2, labelY = from.y - high + 6;
    } else if (arrow.isBack) { // below all boxes
      x1 = from.x + boxWidth / 2, x2 = to.x + boxWidth / 2;
      double down = height - 24;
      point(x1, from.y + boxHeight), path += "C", point(x1, down + 20), point(x2, down + 20);
      point(x2, to.y + boxHeight);
      labelX = (x1 + x2) / 2, labelY = down;
    } else {
      point(x1, y1);
      double x = x1, y = y1;
      for (size_t passed : arrow.passed) {
        curveTo(boxes_[passed].x, boxes_[passed].middle(), x, y);
        x = boxes_[passed].x + boxWidth, y = boxes_[passed].middle();
        path += "L", point(x, y);
      }
      curveTo(x2, y2, x, y);
      if (!arrow.passed.empty())
        labelX = boxes_[arrow.passed.front()].x + boxWidth / 2, labelY = boxes_[arrow.passed.front()].middle();
    }
    std::string colour = fullnessColour(arrow.fullness());
    std::string tip = arrow.name + ": " + std::to_string(arrow.elements) + " elements, at most " +
                      std::to_string(arrow.peak) + " of " + std::to_string(arrow.depth) + " places taken, " +
                      std::to_string(std::lround(100 * arrow.fullness())) + " % full on the average after a write";
    std::string label = arrow.name + (arrow.fifos > 1 ? " (" + std::to_string(arrow.fifos) + ")" : "") + " " +
                        std::to_string(arrow.peak) + "/" + std::to_string(arrow.depth);
    return "<path d=\"" + path + "\" fill=\"none\" stroke=\"" + colour + "\" stroke-width=\"" +
           svgNumber(1.5 + 2.5 * arrow.fullness()) + "\" marker-end=\"url(#end)\"><title>" + escapedMarkup(tip) +
           "</title></path>" + svgText(labelX, labelY - 4, label, "middle", onLines);
  }

  std::string boxSvg(const Box &box) const {
    std::string name = box.path.empty() ? "the top" : shortPath(box.path), below;
    double share = 1;
    bool isCritical = box.process && box.process == criticalOf(hardware_);
    if (box.process) {
      share =
          box.process->cycles > 0
              ? std::clamp(static_cast<double>(box.process->busy) / static_cast<double>(box.process->cycles), 0.0, 1.0)
              : 0;
      below = std::to_string(std::lround(100 * share)) + " % busy" +
              (box.process->times > 1 ? ", " + std::to_string(box.process->times) + " runs" : "");
    }
    return svgBox(box.x, box.y, boxWidth, boxHeight, busyColour(share),
                  std::string("rx=\"6\" stroke=\"") + (isCritical ? "#c02f2f\" stroke-width=\"3" : "#566573") + "\"",
                  box.path.empty() ? name : box.path) +
           svgText(box.x + boxWidth / 2, box.y + 20, name, "middle", "font-weight=\"600\"") +
           svgText(box.x + boxWidth / 2, box.y + 37, below + (isCritical ? ", critical" : ""), "middle");
  }

  const HardwareReport &hardware_;
  std::vector<Box> boxes_;
  std::vector<Arrow> arrows_;
  std::map<std::string, size_t> numbers_;
  std::map<std::tuple<std::string, std::string, std::string, unsigned>, size_t> arrowNumbers_;
  size_t ranks_ = 0, rows_ = 0;
};
} // namespace

std::string shortPath(const std::string &path) {
  constexpr size_t most = 24;
  std::string shown;
  int depth = 0;
  for (char c : path) {
    depth += c == '<';
    if (depth == 0)
      shown += c;
    depth -= c == '>';
  }
  if (path.size() <= most)
    return path;
  return shown.size() > most ? "…" + shown.substr(shown.size() - most + 1) : shown;
}

std::string dataflowSvg(const HardwareReport &hardware) { return Picture(hardware).svg(); }

} // namespace allo::build
