// Streams in random kernels: of scalars and of structures, alone and in arrays, static ones, with depth and without;
// blocking and non-blocking access, between nests and functions. No stream is read while it is empty: a loop reads what
// the loop before surely wrote, or asks.
#include "StatementGenerator.h"

#include <algorithm>

namespace allo::fuzz {

namespace {
std::string text(int64_t value) { return std::to_string(value); }
} // namespace

std::string StreamKind::type(bool withDepth) const {
  return "hls::stream<" + element + (withDepth && depth ? ", " + text(depth) : "") + ">";
}

// One element and, to be written, the statements that make it.
std::string StatementGenerator::madeElement(std::vector<Node> &to) {
  if (stream->scalar)
    return expressions.valueFor(*stream->scalar, 1);
  std::string name = fresh("e");
  to.push_back({stream->element + " " + name + ";", {}, false});
  for (const auto &[member, type] : stream->members)
    to.push_back({name + member + " = " + expressions.valueFor(*type, 1) + ";", {}, false});
  return name;
}

void StatementGenerator::writeElement(std::vector<Node> &to, const std::string &target) {
  std::string value = madeElement(to);
  if (random.chance(30)) {
    Node full{"if (!" + target + ".write_nb(" + value + "))", {}, true};
    assign(full.children);
    to.push_back(full);
    return;
  }
  // What << takes is not converted by a list in braces or the like, so the two are one.
  to.push_back({target + (random.chance(30) ? " << " + value + ";" : ".write(" + value + ");"), {}, false});
}

// Reads one element and uses it.
void StatementGenerator::readElement(std::vector<Node> &to, const std::string &origin, bool isThere) {
  Scope saved = expressions.scope;
  std::string name = fresh("e");
  bool isNonBlocking = !isThere && random.chance(50);
  Node *place = nullptr;
  std::vector<Node> statements;
  if (isNonBlocking || random.chance(30)) {
    statements.push_back({stream->element + " " + name + ";", {}, false});
    if (!isNonBlocking)
      statements.push_back({origin + (random.chance(50) ? " >> " + name + ";" : ".read(" + name + ");"), {}, false});
  } else {
    statements.push_back({"const " + stream->element + " " + name + " = " + origin + ".read();", {}, false});
  }
  auto bind = [&](const std::string &part, const Type *type) {
    expressions.scope.scalars.push_back({name + part, type, type->assumedLow(), type->assumedHigh(), true, false});
  };
  if (stream->scalar)
    bind("", stream->scalar);
  for (const auto &[member, type] : stream->members)
    bind(member, type);
  Node guard{isNonBlocking ? "if (" + origin + ".read_nb(" + name + "))" : "if (!" + origin + ".empty())", {}, true};
  std::vector<Node> uses;
  for (int64_t i = random.between(1, 2); i > 0; --i)
    assign(uses);
  if (isNonBlocking) {
    guard.children = uses;
    statements.push_back(guard);
    to.insert(to.end(), statements.begin(), statements.end());
  } else {
    statements.insert(statements.end(), uses.begin(), uses.end());
    place = isThere ? nullptr : &guard;
    if (place)
      place->children = statements;
    if (place)
      to.push_back(*place);
    else
      to.insert(to.end(), statements.begin(), statements.end());
  }
  expressions.scope = std::move(saved);
}

Node StatementGenerator::streamLoop(int64_t trips, const std::function<void(std::vector<Node> &, std::string)> &body) {
  Scope saved = expressions.scope;
  std::string index = fresh("m");
  expressions.scope.scalars.push_back({index, &typeOf("int"), 0, double(std::max<int64_t>(0, trips - 1)), true, true});
  Node node{"for (int " + index + " = 0; " + index + " < " + text(trips) + "; ++" + index + ")", {}, true};
  body(node.children, index);
  expressions.scope = std::move(saved);
  return node;
}

// A stream or an array of them, what is written to it, and what reads it.
void StatementGenerator::streamDesign(std::vector<Node> &to) {
  std::string name = fresh("f");
  int64_t count = random.chance(25) ? random.between(2, 3) : 0;
  bool isStatic = usesState && random.chance(15);
  to.push_back({std::string(isStatic ? "static " : "") + stream->type(true) + " " + name +
                    (count ? "[" + text(count) + "]" : "") + ";",
                {},
                false});
  auto at = [&](const std::string &index) { return count ? name + "[" + index + " % " + text(count) + "]" : name; };
  for (int64_t round = random.between(1, 2); round > 0; --round) {
    int64_t trips = random.between(0, 9);
    bool isExact = random.chance(60);
    int form = static_cast<int>(random.between(0, 3));
    if (form == 0 && !senders.empty() && !count) {
      to.push_back({random.pick(senders) + "(" + name + ", " + text(trips) + ");", {}, false});
    } else {
      to.push_back(streamLoop(trips, [&](std::vector<Node> &body, const std::string &index) {
        if (isExact) {
          std::string value = madeElement(body);
          body.push_back({at(index) + ".write(" + value + ");", {}, false});
          return;
        }
        Node guard{"if (" + expressions.condition(1).text + ")", {}, true};
        writeElement(guard.children, at(index));
        body.push_back(guard);
      }));
    }
    if (random.chance(30)) {
      std::string asked = fresh("v"), one = count ? name + "[" + text(random.between(0, count - 1)) + "]" : name;
      to.push_back(
          {"const int " + asked + " = (int)" + one + ".size() + 20 * " + one + ".full() + 40 * " + one + ".empty();",
           {},
           false});
      expressions.scope.scalars.push_back({asked, &typeOf("int"), 0, 120, true, false});
    }
    if (random.chance(15) && round > 1)
      continue; // the next round adds to it
    if (random.chance(20) && !receivers.empty() && !count) {
      if (receive(to, name, trips))
        continue;
    }
    if (random.chance(25)) {
      std::string one = count ? name + "[" + text(random.between(0, count - 1)) + "]" : name;
      Node node{"while (!" + one + ".empty())", {}, true};
      readElement(node.children, one, true);
      to.push_back(node);
      continue;
    }
    bool isThere = (isExact || form == 0) && random.chance(60);
    if (form == 0 && !senders.empty() && !count)
      isThere = random.chance(60);
    else
      isThere &= isExact;
    to.push_back(streamLoop(trips + (isThere ? 0 : 1), [&](std::vector<Node> &body, const std::string &index) {
      readElement(body, at(index), isThere);
    }));
  }
}

// A call of a function that reads; false where no array fits.
bool StatementGenerator::receive(std::vector<Node> &to, const std::string &name, int64_t trips) {
  const ArrayFunction &function = random.pick(receivers);
  for (const ArrayVariable &array : expressions.scope.arrays)
    if (!array.isView && !array.isConst && array.type == function.arrays[0].type &&
        array.extents == function.arrays[0].extents) {
      to.push_back({function.name + "(" + name + ", " + text(trips) + ", " + array.name + ");", {}, false});
      return true;
    }
  return false;
}

// void h(hls::stream<T> &s, int n): writes n elements.
Node StatementGenerator::senderFunction(const std::string &name) {
  expressions.scope.scalars.push_back({"n", &typeOf("int"), 0, 9, true, true});
  expressions.scope.scalars.push_back({"i", &typeOf("int"), 0, 8, true, true});
  Node node{"static void " + name + "(" + stream->type(random.chance(50)) + " &s, int n)", {}, true};
  Node loop{"for (int i = 0; i < n; ++i)", {}, true};
  std::string value = madeElement(loop.children);
  loop.children.push_back({"s.write(" + value + ");", {}, false});
  node.children.push_back(loop);
  senders.push_back(name);
  return node;
}

// void h(hls::stream<T> &s, int n, U Y[k]): reads up to n elements.
Node StatementGenerator::receiverFunction(const std::string &name, const ArrayVariable &like) {
  ArrayVariable array = like;
  array.name = "Y";
  array.isConst = false;
  std::string declared = std::string(array.type->spelling) + " Y";
  for (int64_t extent : array.extents)
    declared += "[" + text(extent) + "]";
  expressions.scope.arrays.push_back(array);
  Node node{"static void " + name + "(" + stream->type(random.chance(50)) + " &s, int n, " + declared + ")", {}, true};
  Node loop{"for (int i = 0; i < n; ++i)", {}, true};
  expressions.scope.scalars.push_back({"i", &typeOf("int"), 0, 8, true, true});
  readElement(loop.children, "s", false);
  node.children.push_back(loop);
  receivers.push_back({name, {array}, {}});
  return node;
}

} // namespace allo::fuzz
