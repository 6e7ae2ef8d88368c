#include "ProgramGenerator.h"

#include "ScheduleGenerator.h"
#include "StatementGenerator.h"

#include <algorithm>
#include <optional>

namespace allo::fuzz {

const char *const prelude = R"text(extern "C" {
double sqrt(double) noexcept;
float sqrtf(float) noexcept;
double fabs(double) noexcept;
float fabsf(float) noexcept;
double floor(double) noexcept;
float floorf(float) noexcept;
}
namespace std {
template <typename T> constexpr const T &min(const T &a, const T &b) { return b < a ? b : a; }
template <typename T> constexpr const T &max(const T &a, const T &b) { return a < b ? b : a; }
}
)text";

namespace {
class Generator {
public:
  Generator(uint64_t seed, int number)
      : random_(seed, static_cast<uint64_t>(number)), number_(std::to_string(number)), expressions_(random_) {}
  Program generate();

private:
  std::string declaration(const ArrayVariable &array);
  std::vector<ArrayVariable> makeParameters();
  void table();
  void scalarFunction(int index);
  void arrayFunction(int index, const std::vector<ArrayVariable> &like);
  Node twin(const std::string &name, const ArrayVariable &array);
  void twins();
  void callTwins(std::vector<Node> &to);
  std::string structure();
  void makeStreams(const std::vector<ArrayVariable> &parameters);
  void kernel(const std::vector<ArrayVariable> &parameters);

  Random random_;
  std::string number_;
  ExpressionGenerator expressions_;
  std::vector<ArrayFunction> arrayFunctions_;
  std::vector<ArrayVariable> tables_;
  std::vector<std::string> twins_; // two functions of one signature, or none
  ArrayVariable passed_;           // what they take and give: its type and extents
  std::optional<StreamKind> stream_;
  std::vector<std::string> senders_;
  std::vector<ArrayFunction> receivers_;
  Program program_;
};

std::string Generator::declaration(const ArrayVariable &array) {
  std::string text = std::string(array.isConst ? "const " : "") + array.type->spelling + " " + array.name;
  for (int64_t extent : array.extents)
    text += "[" + std::to_string(extent) + "]";
  return text;
}

std::vector<ArrayVariable> Generator::makeParameters() {
  static const std::vector<std::string> common = {"int", "float", "double", "short", "unsigned"};
  std::vector<int64_t> sizes = {random_.between(2, 10), random_.between(1, 7)};
  std::vector<ArrayVariable> arrays;
  int count = static_cast<int>(random_.between(1, 3));
  for (int i = 0; i < count; ++i) {
    ArrayVariable array{std::string(1, static_cast<char>('A' + i)), expressions_.storageType(), {}, false};
    if (random_.chance(50) && !array.type->readAs)
      array.type = &typeOf(random_.pick(common));
    int rank = random_.chance(45) ? 2 : random_.chance(80) ? 1 : 3;
    for (int d = 0; d < rank; ++d)
      array.extents.push_back(rank == 3 ? random_.between(1, 5) : random_.pick(sizes) + (random_.chance(20) ? 2 : 0));
    array.isConst = i + 1 < count && random_.chance(40);
    if (i && random_.chance(30))
      array.extents = arrays[0].extents, array.type = arrays[0].type;
    arrays.push_back(array);
  }
  return arrays;
}

void Generator::table() {
  ArrayVariable array{"t" + number_, random_.pick(allTypes()), {random_.between(1, 6)}, true};
  std::string text = "static " + declaration(array) + " = {";
  for (int64_t i = 0; i < array.extents[0]; ++i) {
    std::string value = std::to_string(random_.between(0, array.type->bits == 1 ? 1 : 99));
    text += (i ? ", " : "") + value + (array.type->isFloating ? ".5f" : "");
  }
  program_.nodes.push_back({text + "};", {}, false});
  tables_.push_back(array);
}

void Generator::scalarFunction(int index) {
  ScalarFunction function{"h" + number_ + "_" + std::to_string(index), random_.pick(allTypes()), {}};
  expressions_.scope = {tables_, {}};
  std::string text;
  int count = static_cast<int>(random_.between(1, 2));
  for (int i = 0; i < count; ++i) {
    const Type *type = random_.pick(allTypes());
    double reach = type->bits == 1 ? 1 : 100;
    ScalarVariable parameter{
        std::string(1, static_cast<char>('a' + i)), type, type->isSigned ? -reach : 0, reach, false, false};
    function.parameters.push_back(parameter);
    text += (i ? ", " : "") + std::string(type->spelling) + " " + parameter.name;
  }
  // A parameter that the body assigns leaves the range that callers keep to.
  expressions_.scope.scalars = function.parameters;
  for (ScalarVariable &scalar : expressions_.scope.scalars)
    scalar.isConst = true;
  Node node{std::string("static ") + function.result->spelling + " " + function.name + "(" + text + ")", {}, true};
  if (random_.chance(40))
    node.children.push_back(
        {"if (" + expressions_.condition(1).text + ") return " + expressions_.valueFor(*function.result, 1) + ";",
         {},
         false});
  node.children.push_back({"return " + expressions_.valueFor(*function.result, 2) + ";", {}, false});
  program_.nodes.push_back(node);
  program_.helpers.push_back(function.name);
  expressions_.functions.push_back(function);
}

void Generator::arrayFunction(int index, const std::vector<ArrayVariable> &like) {
  std::string name = "h" + number_ + "_" + std::to_string(index);
  bool isTemplate = random_.chance(35);
  int64_t argument = random_.between(1, 5);
  ArrayFunction function{isTemplate ? name + "<" + std::to_string(argument) + ">" : name, {}, {}};
  std::string text;
  for (size_t i = 0; i < like.size() && i < 2; ++i) {
    ArrayVariable array = random_.pick(like);
    array.name = std::string(1, static_cast<char>('X' + i));
    array.isConst = array.isConst || (i > 0 && random_.chance(50));
    function.arrays.push_back(array);
    text += (i ? ", " : "") + declaration(array);
    if (random_.chance(40))
      break;
  }
  expressions_.scope = {tables_, {}};
  for (const ArrayVariable &array : function.arrays)
    expressions_.scope.arrays.push_back(array);
  if (random_.chance(50)) {
    function.scalars.push_back({"n", &typeOf("int"), 0, double(random_.between(0, 5)), true, true});
    text += ", int n";
    expressions_.scope.scalars.push_back(function.scalars[0]);
  }
  if (isTemplate)
    expressions_.scope.scalars.push_back({"Q", &typeOf("int"), double(argument), double(argument), true, true});
  Node node{std::string(isTemplate ? "template <int Q> " : "") + "static void " + name + "(" + text + ")", {}, true};
  StatementGenerator statements(random_, expressions_);
  statements.returnsNothing = true;
  int nests = static_cast<int>(random_.between(1, 2));
  for (int i = 0; i < nests; ++i)
    statements.nest(node.children);
  program_.nodes.push_back(node);
  program_.helpers.push_back(function.name);
  arrayFunctions_.push_back(function);
}

// static void pair(const T X[n], T Y[n]) { T V1[n]; for (i) V1[i] = …; for (j) Y[j] = V1[j]; } — a channel between two
// nests.
Node Generator::twin(const std::string &name, const ArrayVariable &array) {
  ArrayVariable from = array, to = array, sent = array;
  from.name = "X", from.isConst = true;
  to.name = "Y";
  sent.name = "V1";
  Node node{"static void " + name + "(" + declaration(from) + ", " + declaration(to) + ")", {}, true};
  node.children.push_back({declaration(sent) + ";", {}, false});
  std::string extent = std::to_string(array.extents[0]);
  auto loop = [&](const std::string &index, const std::string &body) {
    std::string head = "for (int " + index + " = 0; " + index + " < " + extent + "; ++" + index + ")";
    node.children.push_back({head, {{body, {}, false}}, true});
  };
  expressions_.scope = {tables_, {}};
  expressions_.scope.arrays.push_back(from);
  expressions_.scope.scalars.push_back({"i", &typeOf("int"), 0, double(array.extents[0] - 1), true, false});
  loop("i", "V1[i] = " + expressions_.valueFor(*array.type, 2) + ";");
  loop("j", "Y[j] = V1[j];");
  return node;
}

// Two functions of one signature; of one text too, at times.
void Generator::twins() {
  passed_ = {"", expressions_.storageType(), {random_.between(2, 8)}, false};
  twins_ = {"pair" + number_ + "_0", "pair" + number_ + "_1"};
  Node first = twin(twins_[0], passed_), second = first;
  second.text.replace(second.text.find(twins_[0]), twins_[0].size(), twins_[1]);
  if (random_.chance(25))
    second = twin(twins_[1], passed_);
  program_.nodes.push_back(first);
  program_.nodes.push_back(second);
  program_.helpers.insert(program_.helpers.end(), twins_.begin(), twins_.end());
}

// T K1[n]; for (pass) K1[pass] = …; T K2[n] = {}; pair_0(K1, K2); T K3[n] = {}; pair_1(K2, K3);
void Generator::callTwins(std::vector<Node> &to) {
  ArrayVariable array = passed_;
  std::vector<std::string> names = {"K1", "K2", "K3"};
  for (size_t i = 0; i < names.size(); ++i) {
    array.name = names[i];
    to.push_back({declaration(array) + (i == 0 ? ";" : " = {};"), {}, false});
    if (i > 0) {
      to.push_back({twins_[i - 1] + "(" + names[i - 1] + ", " + names[i] + ");", {}, false});
      continue;
    }
    Scope outside = expressions_.scope;
    expressions_.scope.scalars.push_back({"pass", &typeOf("int"), 0, double(array.extents[0] - 1), true, false});
    std::string value = expressions_.valueFor(*array.type, 2);
    expressions_.scope = outside;
    to.push_back({"for (int pass = 0; pass < " + std::to_string(array.extents[0]) + "; ++pass)",
                  {{"K1[pass] = " + value + ";", {}, false}},
                  true});
  }
  expressions_.scope.arrays.push_back(array);
}

// A structure of two or three members as a parameter, by value or by reference.
std::string Generator::structure() {
  std::string type = "S" + number_, text = "struct " + type + " {";
  bool isReference = random_.chance(50);
  int members = static_cast<int>(random_.between(2, 3));
  for (int i = 0; i < members; ++i) {
    const Type *member = random_.pick(allTypes());
    std::string name(1, static_cast<char>('u' + i));
    expressions_.scope.scalars.push_back(
        {"r." + name, member, member->assumedLow(), member->assumedHigh(), random_.chance(30), false});
    text += " " + std::string(member->spelling) + " " + name + ";";
  }
  program_.nodes.push_back({text + " };", {}, false});
  return type + (isReference ? " &r" : " r");
}

// What streams carry, and functions that take them.
void Generator::makeStreams(const std::vector<ArrayVariable> &parameters) {
  stream_.emplace();
  stream_->depth = random_.chance(60) ? random_.between(1, 6) : 0;
  if (random_.chance(60)) {
    stream_->scalar = expressions_.storageType();
    stream_->element = stream_->scalar->spelling;
  } else {
    stream_->element = "E" + number_;
    std::string text = "struct " + stream_->element + " {";
    int members = static_cast<int>(random_.between(1, 3));
    for (int i = 0; i < members; ++i) {
      const Type *type = expressions_.storageType();
      std::string name(1, static_cast<char>('u' + i));
      int64_t extent = random_.chance(25) ? random_.between(1, 3) : 0;
      text += " " + std::string(type->spelling) + " " + name + (extent ? "[" + std::to_string(extent) + "]" : "") + ";";
      for (int64_t k = 0; k < std::max<int64_t>(1, extent); ++k)
        stream_->members.push_back({"." + name + (extent ? "[" + std::to_string(k) + "]" : ""), type});
    }
    program_.nodes.push_back({text + " };", {}, false});
  }
  StatementGenerator statements(random_, expressions_);
  statements.stream = &*stream_;
  auto add = [&](const char *stem, auto &&make) {
    expressions_.scope = {tables_, {}};
    std::string name = stem + number_;
    program_.nodes.push_back(make(name)); // no helper of its own: a top takes no streams
  };
  if (random_.chance(50))
    add("hs", [&](const std::string &name) { return statements.senderFunction(name); });
  if (random_.chance(50))
    add("hr", [&](const std::string &name) { return statements.receiverFunction(name, random_.pick(parameters)); });
  senders_ = statements.senders;
  receivers_ = statements.receivers;
}

void Generator::kernel(const std::vector<ArrayVariable> &parameters) {
  expressions_.scope = {tables_, {}};
  StatementGenerator statements(random_, expressions_);
  statements.functions = arrayFunctions_;
  statements.stream = stream_ ? &*stream_ : nullptr;
  statements.senders = senders_;
  statements.receivers = receivers_;
  std::string text;
  for (const ArrayVariable &array : parameters) {
    expressions_.scope.arrays.push_back(array);
    text += (text.empty() ? "" : ", ") + declaration(array);
  }
  if (random_.chance(15))
    text += ", " + structure();
  if (random_.chance(30)) {
    int64_t most = random_.between(1, 8);
    program_.ranges["n"] = {0, most};
    expressions_.scope.scalars.push_back({"n", &typeOf("int"), 0, double(most), true, true});
    text += ", int n";
  }
  if (random_.chance(25)) {
    const Type *type = random_.pick(allTypes());
    double reach = type->bits == 1 ? 1 : 50;
    program_.ranges["alpha"] = {type->isSigned ? int64_t(-reach) : 0, int64_t(reach)};
    expressions_.scope.scalars.push_back({"alpha", type, type->isSigned ? -reach : 0, reach, true, false});
    text += std::string(", ") + type->spelling + " alpha";
  }
  if (random_.chance(20)) {
    const Type *type = random_.pick(allTypes());
    expressions_.scope.scalars.push_back({"total", type, type->assumedLow(), type->assumedHigh(), false, false});
    text += std::string(", ") + type->spelling + " &total";
  }
  const Type *result = random_.chance(20) ? random_.pick(allTypes()) : nullptr;
  statements.result = result;
  statements.returnsNothing = !result;
  Node node{std::string(result ? result->spelling : "void") + " " + program_.top + "(" + text + ")", {}, true};
  if (random_.chance(40))
    statements.declareScalar(node.children);
  if (random_.chance(10) && usesState)
    statements.declareState(node.children);
  if (random_.chance(30))
    statements.declareArray(node.children);
  if (!twins_.empty())
    callTwins(node.children);
  int nests = static_cast<int>(random_.between(1, 4));
  for (int i = 0; i < nests; ++i)
    statements.nest(node.children);
  if (result)
    node.children.push_back({"return " + expressions_.valueFor(*result, 1) + ";", {}, false});
  program_.nodes.push_back(node);
}

Program Generator::generate() {
  program_.top = "k" + number_;
  expressions_.useMath = random_.chance(25);
  expressions_.useHlsTypes = random_.chance(10) && usesHlsTypes;
  if (expressions_.useHlsTypes)
    for (const char *header : {"ap_fixed.h", "ap_int.h", "hls_half.h"})
      program_.nodes.push_back({std::string("#include \"") + header + "\"", {}, false});
  bool hasStreams = random_.chance(8) && usesStreams;
  if (hasStreams)
    program_.nodes.push_back({"#include \"hls_stream.h\"", {}, false});
  std::vector<ArrayVariable> parameters = makeParameters();
  if (random_.chance(30))
    table();
  int helpers = random_.chance(40) ? static_cast<int>(random_.between(1, 2)) : 0;
  for (int i = 0; i < helpers; ++i) {
    if (random_.chance(45))
      scalarFunction(i);
    else
      arrayFunction(i, parameters);
  }
  if (random_.chance(40))
    twins();
  if (hasStreams)
    makeStreams(parameters);
  kernel(parameters);
  return program_;
}
} // namespace

Program generateProgram(uint64_t seed, int number) { return Generator(seed, number).generate(); }

} // namespace allo::fuzz
