// A generated kernel: a tree of lines, so that a failure can be reduced by dropping nodes.
#pragma once

#include <cstdint>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace allo::fuzz {

// Whether programs may hold types of HLS, variables that keep their values from call to call, and streams.
inline bool usesHlsTypes = true, usesState = true, usesStreams = true;

struct Node {
  std::string text; // one line; with children: the head of a block
  std::vector<Node> children;
  bool isBlock = false;
};

struct Program {
  std::string top;
  std::vector<std::string> helpers; // functions that the top may call, as the schedule names them
  std::vector<Node> nodes;
  std::map<std::string, std::pair<int64_t, int64_t>> ranges; // of scalar parameters
  std::string text() const;
};

inline void printNode(const Node &node, int depth, std::string &text) {
  text += std::string(2 * depth, ' ') + node.text + (node.isBlock ? " {\n" : "\n");
  for (const Node &child : node.children)
    printNode(child, depth + 1, text);
  if (node.isBlock)
    text += std::string(2 * depth, ' ') + "}\n";
}

inline std::vector<std::string> linesOf(const std::string &text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);)
    lines.push_back(line);
  return lines;
}

inline std::string Program::text() const {
  std::string text;
  for (const Node &node : nodes)
    printNode(node, 0, text);
  return text;
}

} // namespace allo::fuzz
