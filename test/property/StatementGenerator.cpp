// Loop bounds come from the extents of the arrays, so that subscripts near the loop variables are in bounds.
#include "StatementGenerator.h"

#include <algorithm>
#include <cmath>

namespace allo::fuzz {

namespace {
constexpr double mostWork = 1500;

std::string number(int64_t value) { return value < 0 ? "(" + std::to_string(value) + ")" : std::to_string(value); }
} // namespace

// Names repeat on purpose: loops of one name have to be addressed by path.
std::string StatementGenerator::loopName() {
  static const std::vector<std::string> names = {"i", "j", "k", "l", "m", "p", "q"};
  for (const std::string &name : names) {
    bool taken = false;
    for (const ScalarVariable &scalar : expressions.scope.scalars)
      taken |= scalar.name == name;
    if (!taken && !random.chance(10))
      return name;
  }
  return fresh("x");
}

StatementGenerator::Header StatementGenerator::header(bool mayBeDynamic) {
  static const std::vector<std::string> counters = {"int", "int",      "int",  "int",  "int",
                                                    "int", "unsigned", "long", "short"};
  std::string type = random.pick(counters), name = loopName();
  int64_t extent = random.between(1, 8);
  std::vector<const ArrayVariable *> arrays;
  for (const ArrayVariable &array : expressions.scope.arrays)
    arrays.push_back(&array);
  if (!arrays.empty() && random.chance(85))
    extent = random.pick(random.pick(arrays)->extents);
  int64_t low = 0, high = extent; // [low, high)
  if (random.chance(25))
    low = random.between(0, 2);
  if (random.chance(25))
    high = std::max<int64_t>(0, high - random.between(1, 2));
  ScalarVariable variable{name, &typeOf(type), double(low), double(std::max(low, high - 1)), true, true};
  double trips = double(std::max<int64_t>(0, high - low));
  std::vector<const ScalarVariable *> outer;
  for (const ScalarVariable &scalar : expressions.scope.scalars)
    if (scalar.isIndex && scalar.low >= 0 && scalar.type->isSigned)
      outer.push_back(&scalar);
  std::string start = type + " " + name + " = ", lowText = number(low), highText = number(high);
  bool isSigned = variable.type->isSigned;
  int form = static_cast<int>(random.between(0, 19));
  if (form >= 17 && !outer.empty() && isSigned) { // triangular
    const ScalarVariable &o = *random.pick(outer);
    if (form == 17 && o.high < high)
      lowText = o.name, variable.low = o.low;
    else if (form == 18 && o.high + 1 <= extent)
      highText = o.name + " + 1", variable.high = std::max(double(low), o.high);
    else if (high - o.low >= low)
      highText = number(high) + " - " + o.name;
    trips = std::max(trips, variable.high - variable.low + 1);
    form = 0;
  }
  if (form == 16 && mayBeDynamic && isSigned) { // data dependent
    highText = expressions.integerBetween(0, double(high), 0);
    return {start + lowText + "; " + name + " < " + highText + "; " + name + "++", variable, trips};
  }
  if (form == 15 && !outer.empty() && isSigned) {
    const ScalarVariable &o = *random.pick(outer);
    return {start + lowText + "; " + name + " < " + highText + " && " + name + " < " + o.name + "; " + name + " += 1",
            variable, trips};
  }
  if (form >= 13 && isSigned) // descending
    return {start + highText + " - 1; " + name + " >= " + lowText + "; " + (form == 14 ? name + " -= 2" : "--" + name),
            variable, trips};
  if (form == 12)
    return {start + lowText + "; " + name + " <= " + highText + " - " + "1; " + name +
                " += " + std::to_string(random.between(1, 3)),
            variable, trips};
  if (form == 11)
    return {start + lowText + "; " + name + " < " + highText + "; " + name +
                " += " + std::to_string(random.between(2, 4)),
            variable, trips};
  if (form == 10 && low <= high && lowText == number(low) && highText == number(high))
    return {start + lowText + "; " + name + " != " + highText + "; ++" + name, variable, trips};
  return {start + lowText + "; " + name + " < " + highText + "; ++" + name, variable, trips};
}

void StatementGenerator::body(Node &node, int depth, double work) {
  Scope saved = expressions.scope;
  int statements = random.chance(55) ? 1 : static_cast<int>(random.between(2, 3));
  for (int i = 0; i < statements; ++i)
    statement(node.children, depth, work);
  expressions.scope = std::move(saved);
}

void StatementGenerator::loop(std::vector<Node> &to, int depth, double work) {
  Header head = header(true);
  if (head.trips * work > mostWork)
    return assign(to);
  std::string label = random.chance(6) ? fresh("row") + ": " : "";
  if (!label.empty() && random.chance(50))
    label = fresh("col") + ": ";
  Node node{label + "for (" + head.text + ")", {}, true};
  expressions.scope.scalars.push_back(head.variable);
  ++breaks;
  bool isPerfect = depth > 1 && random.chance(60);
  if (isPerfect) {
    loop(node.children, depth - 1, work * std::max(1.0, head.trips));
  } else {
    body(node, depth - 1, work * std::max(1.0, head.trips));
    if (random.chance(8))
      leave(node.children);
  }
  --breaks;
  auto &scalars = expressions.scope.scalars;
  scalars.erase(std::find_if(scalars.begin(), scalars.end(),
                             [&](const ScalarVariable &scalar) { return scalar.name == head.variable.name; }));
  // The C89 form: the counter lives on after the loop.
  std::string declared = std::string(head.variable.type->spelling) + " " + head.variable.name;
  if (random.chance(4) && label.empty()) {
    std::string name = fresh("c");
    Node outside{head.variable.type->spelling + std::string(" ") + head.variable.name + " = 0;", {}, false};
    Node block{"", {}, true};
    size_t at = node.text.find(declared);
    node.text.replace(at, declared.size(), head.variable.name);
    block.children = {outside, node};
    if (!expressions.scope.arrays.empty()) {
      for (const ArrayVariable &array : expressions.scope.arrays)
        if (!array.isConst) {
          block.children.push_back({expressions.access(array) + " = " + head.variable.name + ";", {}, false});
          break;
        }
    }
    to.push_back(block);
    return;
  }
  to.push_back(node);
}

void StatementGenerator::whileLoop(std::vector<Node> &to, int depth, double work) {
  int64_t trips = random.between(0, 6);
  if (work * double(trips) > mostWork)
    return assign(to);
  std::string name = fresh("w");
  to.push_back({"int " + name + " = 0;", {}, false});
  bool isDo = random.chance(30) && trips > 0;
  std::string test = name + " < " + std::to_string(trips);
  if (random.chance(30) && !isDo)
    test += " && " + expressions.condition(0).text;
  Node node{isDo ? "do" : "while (" + test + ")", {}, true};
  expressions.scope.scalars.push_back({name, &typeOf("int"), 0, double(std::max<int64_t>(0, trips - 1)), true, true});
  ++breaks;
  body(node, depth - 1, work * double(std::max<int64_t>(1, trips)));
  if (random.chance(30))
    node.children.push_back({"if (" + expressions.condition(1).text + ") break;", {}, false});
  --breaks;
  expressions.scope.scalars.pop_back();
  node.children.push_back({random.chance(50) ? "++" + name + ";" : name + " += 1;", {}, false});
  to.push_back(node);
  if (isDo)
    to.push_back({"while (" + test + ");", {}, false});
}

void StatementGenerator::assign(std::vector<Node> &to) {
  std::vector<ArrayVariable> arrays;
  for (const ArrayVariable &array : expressions.scope.arrays)
    if (!array.isConst)
      arrays.push_back(array);
  std::vector<ScalarVariable> scalars;
  for (const ScalarVariable &scalar : expressions.scope.scalars)
    if (!scalar.isConst)
      scalars.push_back(scalar);
  bool toScalar = !scalars.empty() && (arrays.empty() || random.chance(25));
  if (!toScalar && arrays.empty())
    return;
  ArrayVariable array;
  std::string target;
  const Type *type;
  if (toScalar) {
    const ScalarVariable &scalar = random.pick(scalars);
    target = scalar.name, type = scalar.type;
  } else {
    array = random.pick(arrays);
    expressions.favourite = random.chance(50) ? &array : nullptr;
    target = expressions.access(array), type = array.type;
  }
  int depth = static_cast<int>(random.between(0, 2));
  int form = static_cast<int>(random.between(0, 9));
  std::string text;
  bool isNarrow = type->bits < 32 && type->bits > 1;
  if (form < 6 || type->bits == 1) {
    text = target + " = " + expressions.valueFor(*type, depth + 1) + ";";
  } else if (type->isFloating) {
    static const std::vector<std::string> ops = {"+=", "-=", "*=", "+="};
    text = target + " " + random.pick(ops) + " " + expressions.any(depth).text + ";";
  } else if (type->isSigned && !isNarrow) {
    static const std::vector<std::string> ops = {"+=", "-=", "+="};
    text = target + " " + random.pick(ops) + " " + expressions.integerBetween(-40, 40, depth) + ";";
    if (form == 9)
      text = target + (random.chance(50) ? "++;" : "--;");
  } else {
    static const std::vector<std::string> ops = {"+=", "-=", "*=", "^=", "|=", "&="};
    text = target + " " + random.pick(ops) + " " + expressions.integerBetween(-1000, 1000, depth) + ";";
    if (form == 9)
      text = (random.chance(50) ? "++" : "--") + target + ";";
  }
  expressions.favourite = nullptr;
  to.push_back({text, {}, false});
}

// int s = 0; for (…) s += …; A[…] = s;
void StatementGenerator::reduction(std::vector<Node> &to, int depth, double work) {
  Header head = header(false);
  if (head.trips * work > mostWork)
    return assign(to);
  const Type &type = *random.pick(allTypes());
  std::string name = fresh("s"), start = type.isFloating && random.chance(50) ? "0.5f" : random.chance(50) ? "0" : "1";
  Node block{"", {}, true};
  block.children.push_back({std::string(type.spelling) + " " + name + " = " + start + ";", {}, false});
  Node node{"for (" + head.text + ")", {}, true};
  Scope saved = expressions.scope;
  expressions.scope.scalars.push_back(head.variable);
  int form = static_cast<int>(random.between(0, 5));
  if (type.bits == 1)
    node.children.push_back({name + " " + (form < 3 ? "|= " : "^= ") + expressions.condition(1).text + ";", {}, false});
  else if (form == 0)
    node.children.push_back(
        {name + " = std::max<" + type.spelling + ">(" + name + ", " + expressions.valueFor(type, 1) + ");", {}, false});
  else if (form == 1) {
    std::string value = expressions.valueFor(type, 1);
    node.children.push_back(
        {name + " = " + value + " < " + name + " ? (" + type.spelling + ")(" + value + ") : " + name + ";", {}, false});
  } else if (form == 2 && !type.isFloating)
    node.children.push_back({name + " ^= " + expressions.integerBetween(0, 1000, 1) + ";", {}, false});
  else if (form == 3 && (type.isFloating || !type.isSigned) && (type.isFloating || type.bits >= 32))
    node.children.push_back({name + " *= " + expressions.integerBetween(0, 100, 1) + ";", {}, false});
  else if (type.isFloating)
    node.children.push_back({name + " += " + expressions.any(2).text + ";", {}, false});
  else
    node.children.push_back({name + " += " + expressions.integerBetween(-40, 40, 2) + ";", {}, false});
  if (depth > 1 && random.chance(30))
    statement(node.children, 0, work * head.trips);
  expressions.scope = saved;
  block.children.push_back(node);
  expressions.scope.scalars.push_back({name, &type, type.assumedLow(), type.assumedHigh(), false, false});
  for (int i = 0; i < 4 && block.children.size() < 3; ++i)
    for (const ArrayVariable &array : saved.arrays)
      if (!array.isConst && random.chance(50)) {
        bool convertible = array.type->isFloating || !type.isFloating || array.type->bits == 1;
        std::string value = convertible && (array.type->bits < 32 || !array.type->isSigned || array.type->isFloating)
                                ? name
                                : expressions
                                      .fit({name, &type, type.assumedLow(), type.assumedHigh()},
                                           array.type->bits == 8 ? 0 : -1000, array.type->bits == 8 ? 100 : 1000)
                                      .text;
        block.children.push_back({expressions.access(array) + " = " + value + ";", {}, false});
        break;
      }
  expressions.scope = std::move(saved);
  to.push_back(block);
}

// A guard on a loop variable narrows its interval, so that neighbours come into bounds.
void StatementGenerator::branch(std::vector<Node> &to, int depth, double work) {
  Scope saved = expressions.scope;
  std::vector<size_t> indices;
  for (size_t i = 0; i < saved.scalars.size(); ++i)
    if (saved.scalars[i].isIndex && saved.scalars[i].high - saved.scalars[i].low >= 2 &&
        saved.scalars[i].type->isSigned)
      indices.push_back(i);
  Node yes{"", {}, true};
  if (!indices.empty() && random.chance(35)) {
    ScalarVariable &v = expressions.scope.scalars[random.pick(indices)];
    int64_t low = int64_t(v.low) + random.between(0, 1), high = int64_t(v.high) - random.between(0, 1);
    yes.text = "if (" + v.name + " >= " + number(low) + " && " + v.name + " <= " + number(high) + ")";
    v.low = double(low), v.high = double(high);
  } else {
    yes.text = "if (" + (random.chance(50) ? expressions.affineCondition() : expressions.condition(1)).text + ")";
  }
  body(yes, depth - 1, work);
  expressions.scope = std::move(saved);
  to.push_back(yes);
  if (random.chance(40)) {
    Node no{"else", {}, true};
    body(no, depth - 1, work);
    to.push_back(no);
  }
}

void StatementGenerator::switchStatement(std::vector<Node> &to, double work) {
  Node node{"switch (" + expressions.integerBetween(0, 3, 1) + ")", {}, true};
  int cases = static_cast<int>(random.between(1, 3));
  int outer = breaks;
  for (int i = 0; i < cases; ++i) {
    node.children.push_back(
        {i + 1 == cases && random.chance(50) ? "default:" : "case " + std::to_string(i) + ":", {}, false});
    Node section{"", {}, true};
    breaks = 0;
    body(section, 0, work);
    node.children.push_back(section);
    if (random.chance(75))
      node.children.push_back({"break;", {}, false});
  }
  breaks = outer;
  to.push_back(node);
}

void StatementGenerator::call(std::vector<Node> &to) {
  const ArrayFunction &function = random.pick(functions);
  std::string text;
  std::vector<std::string> used;
  for (const ArrayVariable &parameter : function.arrays) {
    std::vector<std::string> matching;
    for (const ArrayVariable &array : expressions.scope.arrays)
      if (!array.isView && array.type == parameter.type && array.extents == parameter.extents &&
          (parameter.isConst || !array.isConst) && std::find(used.begin(), used.end(), array.name) == used.end())
        matching.push_back(array.name);
    if (matching.empty())
      return;
    used.push_back(random.pick(matching));
    text += (text.empty() ? "" : ", ") + used.back();
  }
  for (const ScalarVariable &parameter : function.scalars)
    text += ", " + expressions.integerBetween(parameter.low, parameter.high, 1);
  to.push_back({function.name + "(" + text + ");", {}, false});
}

void StatementGenerator::leave(std::vector<Node> &to) {
  int form = static_cast<int>(random.between(0, 9));
  std::string test = "if (" + expressions.condition(1).text + ") ";
  if (form < 4 && breaks)
    to.push_back({test + "continue;", {}, false});
  else if (form < 8 && breaks)
    to.push_back({test + "break;", {}, false});
  else if (result)
    to.push_back({test + "return " + expressions.valueFor(*result, 1) + ";", {}, false});
  else if (returnsNothing)
    to.push_back({test + "return;", {}, false});
}

// static ap_int<5> q = 3; — with another value at every call of the kernel.
void StatementGenerator::declareState(std::vector<Node> &to) {
  const Type &type = *expressions.storageType();
  std::string name = fresh("q"), start = std::to_string(type.bits == 1 ? 1 : random.between(0, 9));
  if (random.chance(30)) {
    ArrayVariable array{name, &type, {random.between(1, 5)}, false};
    to.push_back({std::string("static ") + type.spelling + " " + name + "[" + std::to_string(array.extents[0]) +
                      "] = {" + start + "};",
                  {},
                  false});
    expressions.scope.arrays.push_back(array);
    return;
  }
  to.push_back({std::string("static ") + type.spelling + " " + name + " = " + start + ";", {}, false});
  expressions.scope.scalars.push_back({name, &type, type.assumedLow(), type.assumedHigh(), false, false});
}

void StatementGenerator::declareScalar(std::vector<Node> &to) {
  if (usesState && random.chance(12))
    return declareState(to);
  const Type &type = *random.pick(allTypes());
  std::string name = fresh("v");
  bool isConst = random.chance(30);
  to.push_back(
      {std::string(isConst ? "const " : "") + type.spelling + " " + name + " = " + expressions.valueFor(type, 1) + ";",
       {},
       false});
  expressions.scope.scalars.push_back({name, &type, type.assumedLow(), type.assumedHigh(), isConst, false});
}

void StatementGenerator::declareArray(std::vector<Node> &to) {
  ArrayVariable array{fresh("L"), expressions.storageType(), {}, false};
  int rank = random.chance(60) ? 1 : 2;
  for (int d = 0; d < rank; ++d)
    array.extents.push_back(random.between(1, 7));
  if (!expressions.scope.arrays.empty() && random.chance(50)) {
    const ArrayVariable &like = random.pick(expressions.scope.arrays);
    array.extents = like.extents, array.type = like.type;
  }
  std::string text = std::string(array.type->spelling) + " " + array.name;
  for (int64_t extent : array.extents)
    text += "[" + std::to_string(extent) + "]";
  if (random.chance(60)) {
    to.push_back({text + " = {};", {}, false});
    expressions.scope.arrays.push_back(array);
    return;
  }
  if (array.extents.size() == 1 && random.chance(40)) {
    std::string values = array.type->bits == 1 ? "true" : "1";
    for (int64_t i = 1; i < array.extents[0] && i < 5; ++i)
      values += ", " + std::to_string(array.type->bits == 1 ? i % 2 : i * 3 % 7);
    to.push_back({text + " = {" + values + "};", {}, false});
    expressions.scope.arrays.push_back(array);
    return;
  }
  to.push_back({text + ";", {}, false});
  Scope saved = expressions.scope;
  std::string element = array.name;
  std::vector<Node> nodes;
  for (int64_t extent : array.extents) {
    std::string name = fresh("z");
    nodes.push_back(
        {"for (int " + name + " = 0; " + name + " < " + std::to_string(extent) + "; ++" + name + ")", {}, true});
    expressions.scope.scalars.push_back({name, &typeOf("int"), 0, double(extent - 1), true, true});
    element += "[" + name + "]";
  }
  Node inner{element + " = " + expressions.valueFor(*array.type, 1) + ";", {}, false};
  while (!nodes.empty()) {
    nodes.back().children.push_back(inner);
    inner = nodes.back();
    nodes.pop_back();
  }
  to.push_back(inner);
  expressions.scope = std::move(saved);
  expressions.scope.arrays.push_back(array);
}

// float *row = A[i];
void StatementGenerator::declareView(std::vector<Node> &to) {
  std::vector<ArrayVariable> candidates;
  for (const ArrayVariable &array : expressions.scope.arrays)
    if (array.extents.size() == 2 && !array.isView)
      candidates.push_back(array);
  if (candidates.empty())
    return assign(to);
  ArrayVariable view = random.pick(candidates);
  std::string from = view.name + "[" + expressions.subscript(view.extents[0]) + "]";
  view.name = fresh("r");
  view.extents.erase(view.extents.begin());
  view.isView = true;
  std::string type = std::string(view.isConst ? "const " : "") + view.type->spelling;
  if (random.chance(50))
    to.push_back({type + " *" + view.name + " = " + from + ";", {}, false});
  else
    to.push_back({type + " (&" + view.name + ")[" + std::to_string(view.extents[0]) + "] = " + from + ";", {}, false});
  expressions.scope.arrays.push_back(view);
}

// T V[n]; for (i) V[i] = …; T R[n] = {}; for (j) R[j] = V[j] ^ …; — an array that one nest writes and the next reads in
// the same order, once, or nearly so.
void StatementGenerator::channel(std::vector<Node> &to) {
  ArrayVariable sent{fresh("V"), expressions.storageType(), {random.between(1, 9)}, false};
  if (random.chance(40))
    sent.extents.push_back(random.between(1, 4));
  ArrayVariable received{fresh("R"), sent.type, sent.extents, false};
  Scope outside = expressions.scope;
  auto elementNest = [&](const ArrayVariable &array, bool isTurned,
                         const std::function<std::string(std::string)> &body) {
    std::vector<std::string> indices;
    for (int64_t extent : array.extents) {
      indices.push_back(fresh("m"));
      expressions.scope.scalars.push_back({indices.back(), &typeOf("int"), 0, double(extent - 1), true, false});
    }
    std::string subscript;
    for (const std::string &index : indices)
      subscript += "[" + index + "]";
    Node node{body(subscript), {}, false};
    for (size_t i = 0; i < indices.size(); ++i) { // innermost first
      size_t at = isTurned ? i : indices.size() - 1 - i;
      const std::string &index = indices[at];
      node = {"for (int " + index + " = 0; " + index + " < " + number(array.extents[at]) + "; ++" + index + ")",
              {node},
              true};
    }
    expressions.scope = outside;
    return node;
  };
  auto declared = [&](const ArrayVariable &array) {
    std::string text = std::string(array.type->spelling) + " " + array.name;
    for (int64_t extent : array.extents)
      text += "[" + number(extent) + "]";
    return text;
  };
  to.push_back({declared(sent) + ";", {}, false});
  to.push_back(elementNest(sent, false, [&](const std::string &at) {
    return sent.name + at + " = " + expressions.valueFor(*sent.type, 2) + ";";
  }));
  to.push_back({declared(received) + " = {};", {}, false});
  to.push_back(elementNest(received, random.chance(20),
                           [&](const std::string &at) { return received.name + at + " = " + sent.name + at + ";"; }));
  expressions.scope.arrays.push_back(received);
  if (random.chance(25)) // another reader
    expressions.scope.arrays.push_back(sent);
}

// T G[n][m] = {}; for (g) for (h) for (k) { T v = A[k]; if (k == 0 || v < G[g][h]) G[g][h] = v; } — iterations that do
// not depend on each other and read one array, mostly all in the same order.
void StatementGenerator::grid(std::vector<Node> &to) {
  std::vector<ArrayVariable> candidates;
  for (const ArrayVariable &array : expressions.scope.arrays)
    if (array.extents.size() == 1 && array.extents[0] >= 2)
      candidates.push_back(array);
  if (candidates.empty())
    return;
  const ArrayVariable &from = random.pick(candidates);
  ArrayVariable result{fresh("G"), from.type, {random.between(1, 4)}, false};
  if (random.chance(50))
    result.extents.push_back(random.between(1, 3));
  std::string target = result.name, declaration = std::string(from.type->spelling) + " " + result.name;
  std::vector<std::string> variables;
  for (int64_t extent : result.extents) {
    variables.push_back(fresh("g"));
    target += "[" + variables.back() + "]";
    declaration += "[" + number(extent) + "]";
  }
  std::string k = fresh("n"), value = fresh("v");
  bool isSkewed = random.chance(20);
  std::string element = isSkewed ? "(" + k + " + " + variables.back() + ") % " + number(from.extents[0]) : k;
  Node node{"for (int " + k + " = 0; " + k + " < " + number(from.extents[0]) + "; ++" + k + ")", {}, true};
  node.children.push_back(
      {std::string(from.type->spelling) + " " + value + " = " + from.name + "[" + element + "];", {}, false});
  node.children.push_back(
      {"if (" + k + " == 0 || " + value + " < " + target + ") " + target + " = " + value + ";", {}, false});
  for (size_t i = variables.size(); i-- > 0;)
    node = {"for (int " + variables[i] + " = 0; " + variables[i] + " < " + number(result.extents[i]) + "; ++" +
                variables[i] + ")",
            {node},
            true};
  to.push_back({declaration + " = {};", {}, false});
  to.push_back(node);
  expressions.scope.arrays.push_back(result);
}

// T D[n] = {}; T E[n] = {}; if (c) for (d) D[d] = …; if (c) for (e) E[e] = D[e]; — loops under two conditions, mostly
// of one text.
void StatementGenerator::guardedLoops(std::vector<Node> &to) {
  ArrayVariable first{fresh("D"), expressions.storageType(), {random.between(1, 6)}, false}, second = first;
  second.name = fresh("D");
  for (const ArrayVariable *array : {&first, &second})
    to.push_back({std::string(array->type->spelling) + " " + array->name + "[" + number(array->extents[0]) + "] = {};",
                  {},
                  false});
  std::string test = expressions.condition(1).text;
  auto guarded = [&](const std::string &condition, const std::string &variable, const std::string &body) {
    Node loop{"for (int " + variable + " = 0; " + variable + " < " + number(first.extents[0]) + "; ++" + variable + ")",
              {{body, {}, false}},
              true};
    to.push_back({"if (" + condition + ")", {loop}, true});
  };
  Scope outside = expressions.scope;
  std::string d = fresh("d"), e = fresh("d");
  expressions.scope.scalars.push_back({d, &typeOf("int"), 0, double(first.extents[0] - 1), true, true});
  std::string value = expressions.valueFor(*first.type, 1);
  expressions.scope = outside;
  guarded(test, d, first.name + "[" + d + "] = " + value + ";");
  if (random.chance(20))
    assign(to);
  guarded(random.chance(80) ? test : expressions.condition(1).text, e,
          second.name + "[" + e + "] = " + first.name + "[" + e + "];");
  expressions.scope.arrays.push_back(first);
  expressions.scope.arrays.push_back(second);
}

void StatementGenerator::statement(std::vector<Node> &to, int depth, double work) {
  int form = static_cast<int>(random.between(0, 29));
  if (depth > 0 && form < 8)
    return loop(to, depth, work);
  if (form < 19)
    return assign(to);
  if (form < 22 && depth > 0)
    return branch(to, depth, work);
  if (form < 24)
    return reduction(to, depth, work);
  if (form == 24)
    return declareScalar(to);
  if (form == 25 && random.chance(60) && work < 100)
    return declareArray(to);
  if (form == 25 && random.chance(40))
    return declareView(to);
  if (form == 26 && depth > 0 && random.chance(50))
    return whileLoop(to, depth, work);
  if (form == 27 && random.chance(30))
    return switchStatement(to, work);
  if (form == 28 && !functions.empty() && work < 60)
    return call(to);
  if (form == 29 && random.chance(25))
    return leave(to);
  assign(to);
}

void StatementGenerator::nest(std::vector<Node> &to) {
  if (random.chance(35))
    window(to);
  if (random.chance(15))
    channel(to);
  if (random.chance(20))
    stencil(to);
  if (random.chance(15))
    grid(to);
  if (random.chance(10))
    guardedLoops(to);
  if (stream && random.chance(60))
    streamDesign(to);
  if (random.chance(75))
    loop(to, static_cast<int>(random.between(1, 3)), 1);
  else
    statement(to, 3, 1);
}

} // namespace allo::fuzz
