// Statements in whose loops consecutive iterations share what they read: for steps that keep or compute it once.
#include "StatementGenerator.h"

#include <algorithm>

namespace allo::fuzz {

namespace {
std::string number(int64_t value) { return std::to_string(value); }

// How a window lies in one dimension of an array: output u has the elements base(u) + dilation * k, k in [0, span).
struct Slide {
  int64_t span, stride, dilation, extent;
  bool isBackward;
  int64_t reach() const { return (span - 1) * dilation + 1; }
  int64_t outputs() const { return (extent - reach()) / stride + 1; }
  std::string base(const std::string &output) const {
    std::string moved = (stride == 1 ? "" : number(stride) + " * ") + output;
    return isBackward ? number(extent - reach()) + " - " + moved : moved;
  }
  std::string element(const std::string &output, const std::string &tap) const {
    return "[" + base(output) + " + " + (dilation == 1 ? "" : number(dilation) + " * ") + tap + "]";
  }
};

Slide randomSlide(Random &random, int64_t extent, int64_t mostSpan) {
  int64_t most = std::min(mostSpan, std::max<int64_t>(1, extent - 1)); // so that there are two outputs
  Slide slide{random.between(std::min<int64_t>(2, most), most), 1, 1, extent, random.chance(20)};
  if (random.chance(25) && 2 * (slide.span - 1) + 1 < extent)
    slide.dilation = 2;
  if (int64_t most = std::min<int64_t>(3, extent - slide.reach()); most > 1 && random.chance(35))
    slide.stride = random.between(2, most);
  return slide;
}

Node countedLoop(const std::string &variable, int64_t first, int64_t end) {
  return {"for (int " + variable + " = " + number(first) + "; " + variable + " < " + number(end) + "; ++" + variable +
              ")",
          {},
          true};
}
} // namespace

// T W[n] = {}; for (u) for (k) if (k == 0 || A[2 * u + k] < W[u]) W[u] = A[2 * u + k]; — the least value of a window
// over an array that stays as it is, of one or two dimensions; as a loop over its elements, or written out in a row.
void StatementGenerator::window(std::vector<Node> &to) {
  std::vector<ArrayVariable> candidates;
  for (const ArrayVariable &array : expressions.scope.arrays)
    if (array.extents.size() <= 2 && *std::max_element(array.extents.begin(), array.extents.end()) >= 3)
      candidates.push_back(array);
  if (candidates.empty())
    return;
  const ArrayVariable from = random.pick(candidates);
  ArrayVariable least{fresh("W"), from.type, {}, false};
  std::vector<Slide> slides;
  std::vector<std::string> outputs;
  std::string declaration = std::string(from.type->spelling) + " " + least.name, target = least.name;
  for (int64_t extent : from.extents) {
    slides.push_back(randomSlide(random, extent, from.extents.size() == 1 ? 4 : 3));
    outputs.push_back(fresh("u"));
    least.extents.push_back(slides.back().outputs());
    declaration += "[" + number(least.extents.back()) + "]";
    target += "[" + outputs.back() + "]";
  }
  auto element = [&](const std::vector<std::string> &taps) {
    std::string text = from.name;
    for (size_t i = 0; i < slides.size(); ++i)
      text += slides[i].element(outputs[i], taps[i]);
    return text;
  };
  std::vector<Node> body;
  if (random.chance(50)) { // the loops over the window
    std::vector<std::string> taps;
    std::string isFirst;
    for (size_t i = 0; i < slides.size(); ++i) {
      taps.push_back(fresh("n"));
      isFirst += (i ? " && " : "") + taps.back() + " == 0";
    }
    std::string value = element(taps);
    body = {{"if ((" + isFirst + ") || " + value + " < " + target + ") " + target + " = " + value + ";", {}, false}};
    for (size_t i = slides.size(); i-- > 0;) {
      Node loop = countedLoop(taps[i], 0, slides[i].span);
      loop.children = std::move(body);
      body = {loop};
    }
  } else { // its corners
    std::vector<std::string> taps(slides.size(), "0");
    body.push_back({target + " = " + element(taps) + ";", {}, false});
    for (size_t i = 0; i < slides.size(); ++i) {
      taps[i] = number(slides[i].span - 1);
      std::string value = element(taps);
      body.push_back({"if (" + value + " < " + target + ") " + target + " = " + value + ";", {}, false});
    }
  }
  for (size_t i = slides.size(); i-- > 0;) {
    int64_t first = random.chance(15) ? least.extents[i] / 2 : 0;
    Node loop = countedLoop(outputs[i], first, least.extents[i]);
    loop.children = std::move(body);
    body = {loop};
  }
  to.push_back({declaration + " = {};", {}, false});
  to.push_back(body.front());
  expressions.scope.arrays.push_back(least);
}

// T P[n]; for (p) P[p] = …; T Q[m] = {}; for (q) { Q[q] = P[q]; if (P[q + k] < Q[q]) Q[q] = P[q + k]; } — a nest that
// computes what the next one reads several times, of one or two dimensions, all at once or with steps; or a chain of
// such nests.
void StatementGenerator::stencil(std::vector<Node> &to) {
  int64_t halo = random.between(0, 3), stride = random.chance(75) ? 1 : 2, outputs = random.between(1, 6);
  int64_t step = random.chance(80) ? 1 : stride, width = random.chance(40) ? random.between(1, 4) : 0;
  int64_t inputs = (outputs - 1) * stride + 1 + halo * step;
  ArrayVariable made{fresh("P"), expressions.storageType(), {inputs}, false};
  ArrayVariable used{fresh("Q"), made.type, {outputs}, false};
  for (ArrayVariable *array : {&made, &used})
    if (width)
      array->extents.push_back(width);
  auto declared = [&](const ArrayVariable &array) {
    return std::string(array.type->spelling) + " " + array.name + "[" + number(array.extents[0]) + "]" +
           (width ? "[" + number(width) + "]" : "");
  };
  auto loopOver = [&](const std::string &name, int64_t count, int64_t by) {
    return Node{"for (int " + name + " = 0; " + name + " < " + number(count) + "; " + name + " += " + number(by) + ")",
                {},
                true};
  };
  Scope outside = expressions.scope;
  std::string p = fresh("p"), q = fresh("q"), x = fresh("x");
  auto inRow = [&](Node &outer, std::vector<Node> body) {
    Node row = loopOver(x, width, 1);
    row.children = body;
    outer.children = width ? std::vector<Node>{row} : std::move(body);
  };
  to.push_back({declared(made) + (step > 1 ? " = {};" : ";"), {}, false}); // later statements read all of it
  bool isChained = !width && random.chance(40);
  expressions.scope.scalars.push_back({p, &typeOf("int"), 0, double(inputs - (isChained ? 0 : 1)), true, true});
  if (width)
    expressions.scope.scalars.push_back({x, &typeOf("int"), 0, double(width - 1), true, true});
  Node producer = loopOver(p, inputs, step);
  std::string element = made.name + "[" + p + "]" + (width ? "[" + x + "]" : "");
  std::vector<Node> body{{element + " = " + expressions.valueFor(*made.type, 2) + ";", {}, false}};
  if (isChained) { // what another nest computes
    ArrayVariable origin{fresh("P"), made.type, {inputs + 1}, false};
    Node earlier = loopOver(p, inputs + 1, 1);
    earlier.children = {{origin.name + "[" + p + "] = " + expressions.valueFor(*made.type, 2) + ";", {}, false}};
    to.push_back({declared(origin) + ";", {}, false});
    to.push_back(earlier);
    std::string next = origin.name + "[" + p + " + 1]";
    body = {{element + " = " + origin.name + "[" + p + "];", {}, false},
            {"if (" + next + " < " + element + ") " + element + " = " + next + ";", {}, false}};
  } else if (random.chance(30)) { // the least of several values
    Node inner = loopOver(fresh("n"), random.between(0, 3), 1);
    std::string value = expressions.valueFor(*made.type, 1);
    inner.children.push_back({"if (" + value + " < " + element + ") " + element + " = " + value + ";", {}, false});
    body.push_back(inner);
  }
  inRow(producer, body);
  to.push_back(producer);
  expressions.scope = outside;
  to.push_back({declared(used) + " = {};", {}, false});
  Node consumer = loopOver(q, outputs, 1);
  std::string target = used.name + "[" + q + "]" + (width ? "[" + x + "]" : "");
  auto read = [&](int64_t by) {
    return made.name + "[" + number(stride) + " * " + q + " + " + number(by) + "]" +
           (width ? random.chance(50) ? "[" + x + "]" : "[" + number(width - 1) + " - " + x + "]" : "");
  };
  std::string far = read(halo * step);
  inRow(consumer, {{target + " = " + read(0) + ";", {}, false},
                   {"if (" + far + " < " + target + ") " + target + " = " + far + ";", {}, false}});
  to.push_back(consumer);
  expressions.scope.arrays.push_back(used);
  if (random.chance(10)) // another reader
    expressions.scope.arrays.push_back(made);
}

} // namespace allo::fuzz
