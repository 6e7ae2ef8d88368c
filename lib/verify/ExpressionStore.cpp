#include "verify/ExpressionStore.h"

#include "allo/error.hpp"

#include <algorithm>

namespace allo::verify {

const llvm::fltSemantics &ExpressionType::semantics() const {
  switch (code) {
  case half:
    return llvm::APFloat::IEEEhalf();
  case brain:
    return llvm::APFloat::BFloat();
  case single:
    return llvm::APFloat::IEEEsingle();
  default:
    return llvm::APFloat::IEEEdouble();
  }
}

unsigned operandCount(const Node &node) {
  switch (node.opcode) {
  case Opcode::Constant:
  case Opcode::Input:
  case Opcode::Undefined:
  case Opcode::Cut:
    return 0;
  case Opcode::ExtendZero:
  case Opcode::ExtendSign:
  case Opcode::Truncate:
  case Opcode::FloatNegate:
  case Opcode::FloatAbsolute:
  case Opcode::FloatSquareRoot:
  case Opcode::FloatFloor:
  case Opcode::FloatCeiling:
  case Opcode::FloatTruncate:
  case Opcode::FloatRound:
  case Opcode::FloatRoundEven:
  case Opcode::FloatConvert:
  case Opcode::FromSigned:
  case Opcode::FromUnsigned:
  case Opcode::ToSigned:
  case Opcode::ToUnsigned:
  case Opcode::Bitcast:
    return 1;
  case Opcode::Select:
  case Opcode::FloatMultiplyAdd:
    return 3;
  default:
    return 2; // Elementary too: one of its operands may be 0
  }
}

ExpressionStore::ExpressionStore() : table(1 << 9), bucketMask(table.size() - 1) {
  count = 1; // 0 is no expression
  chunks.push_back(std::make_unique<Entry[]>(size_t(1) << chunkBits));
  places.push_back(std::make_unique<uint32_t[]>(size_t(1) << chunkBits));
  names.emplace_back();
}

// Nodes whose operands lie close together are often made one after the other, so that they have one bucket, a line of
// the cache; the tag tells them apart.
ExpressionStore::Hash ExpressionStore::hashOf(const Node &node) const {
  auto mix = [](uint64_t hash, uint64_t value) {
    hash = (hash ^ value) * 0x9e3779b97f4a7c15ULL;
    return hash ^ (hash >> 32);
  };
  uint64_t hash =
      mix(static_cast<uint64_t>(node.opcode) | (uint64_t(node.detail) << 8) | (uint64_t(node.type.code) << 16), node.c);
  if (!hasList(node.opcode)) {
    hash = mix(hash, uint64_t(node.a >> 3) | (uint64_t(node.b >> 3) << 32));
    return {hash, static_cast<uint8_t>((node.a & 7) | ((node.b & 7) << 3) | ((hash >> 62) << 6))};
  }
  for (uint32_t i = 0; i < node.b; ++i)
    hash = mix(hash, pool[node.a + i]);
  return {hash, static_cast<uint8_t>(hash >> 56)};
}

ExpressionId ExpressionStore::newestOperand(const Node &node) const {
  if (hasList(node.opcode))
    return noExpression;
  switch (operandCount(node)) {
  case 0:
    return noExpression;
  case 1:
    return node.a;
  case 2:
    return std::max(node.a, node.b);
  default:
    return std::max({node.a, node.b, node.c});
  }
}

bool ExpressionStore::isSame(const Node &left, const Node &right) const {
  if (left.opcode != right.opcode || left.detail != right.detail || left.type != right.type || left.c != right.c ||
      left.b != right.b)
    return false;
  if (!hasList(left.opcode))
    return left.a == right.a;
  return std::equal(pool.begin() + left.a, pool.begin() + left.a + left.b, pool.begin() + right.a);
}

// A node is in the first bucket with room from its own on, so that a bucket with room ends the search.
ExpressionId ExpressionStore::insert(const Node &node) {
  if (ExpressionId newest = newestOperand(node)) {
    ExpressionId first = entry(newest).firstUser;
    if (!first)
      return entry(newest).firstUser = append(node);
    if (isSame((*this)[first], node))
      return first;
  }
  Hash hash = hashOf(node);
  for (uint64_t at = hash.bucket & bucketMask;; at = (at + 1) & bucketMask) {
    const Bucket &bucket = table[at];
    for (unsigned i = 0; i < bucket.used; ++i)
      if (bucket.tags[i] == hash.tag && isSame((*this)[bucket.ids[i]], node))
        return bucket.ids[i];
    if (bucket.used < Bucket::size)
      break;
  }
  ExpressionId id = append(node);
  addToTable(id);
  if (inTable * 3 > table.size() * Bucket::size * 2)
    growTable();
  return id;
}

void ExpressionStore::addToTable(ExpressionId id) {
  Hash hash = hashOf((*this)[id]);
  uint64_t at = hash.bucket & bucketMask;
  while (table[at].used == Bucket::size)
    at = (at + 1) & bucketMask;
  Bucket &bucket = table[at];
  bucket.ids[bucket.used] = id;
  bucket.tags[bucket.used++] = hash.tag;
  ++inTable;
}

void ExpressionStore::growTable() {
  std::vector<Bucket> old(table.size() * 2);
  old.swap(table);
  bucketMask = table.size() - 1;
  inTable = 0;
  for (const Bucket &bucket : old)
    for (unsigned i = 0; i < bucket.used; ++i)
      addToTable(bucket.ids[i]);
}

ExpressionId ExpressionStore::append(const Node &node) {
  if (count == maximalSize)
    throw UserError("the proof needs more than 4 billion expressions", {}, "verify smaller sizes");
  ExpressionId id = static_cast<ExpressionId>(count++);
  if ((id >> chunkBits) == chunks.size()) {
    chunks.push_back(std::make_unique<Entry[]>(size_t(1) << chunkBits));
    places.push_back(std::make_unique<uint32_t[]>(size_t(1) << chunkBits));
  }
  entry(id) = {node, noExpression};
  places[id >> chunkBits][id & chunkMask] = currentPlace;
  return id;
}

size_t ExpressionStore::markOperands(llvm::BitVector &marked, const llvm::BitVector &cut) const {
  size_t number = 0;
  for (ExpressionId id = static_cast<ExpressionId>(count) - 1; id > 0; --id) { // operands have smaller ids
    if (!marked[id])
      continue;
    ++number;
    if (!cut[id])
      forEachOperand(id, [&](ExpressionId operand) { marked.set(operand); });
  }
  return number;
}

std::vector<ExpressionId> ExpressionStore::keep(const llvm::BitVector &marked, const llvm::BitVector &cut) {
  mostCount = mostExpressions();
  mostHeld = mostBytes();
  std::vector<ExpressionId> newIds(count);
  std::vector<uint32_t> lists;
  ExpressionId next = 1;
  std::fill(table.begin(), table.end(), Bucket());
  inTable = 0;
  for (ExpressionId id = 1; id < count; ++id) {
    if (!marked[id])
      continue;
    Node node = (*this)[id];
    if (cut[id]) {
      node = {Opcode::Cut, 0, node.type, cuts++, 0, 0};
    } else if (hasList(node.opcode)) {
      uint32_t start = static_cast<uint32_t>(lists.size());
      for (uint32_t operand : list(id))
        lists.push_back(newIds[operand]);
      node.a = start;
    } else {
      unsigned operands = operandCount(node);
      node.a = operands > 0 ? newIds[node.a] : node.a;
      node.b = operands > 1 ? newIds[node.b] : node.b;
      node.c = operands > 2 ? newIds[node.c] : node.c;
    }
    newIds[id] = next;
    entry(next) = {node, noExpression};
    places[next >> chunkBits][next & chunkMask] = placeOf(id);
    ++next;
  }
  pool = std::move(lists);
  count = next;
  chunks.resize((count >> chunkBits) + 1);
  places.resize(chunks.size());
  for (ExpressionId id = 1; id < count; ++id) {
    ExpressionId newest = newestOperand((*this)[id]);
    if (newest && !entry(newest).firstUser)
      entry(newest).firstUser = id;
    else
      addToTable(id);
  }
  return newIds;
}

ExpressionId ExpressionStore::node(Opcode opcode, ExpressionType type, uint32_t a, uint32_t b, uint32_t c,
                                   uint8_t detail) {
  sawUndefined |= opcode == Opcode::Undefined;
  return insert({opcode, detail, type, a, b, c});
}

ExpressionId ExpressionStore::listNode(Opcode opcode, ExpressionType type, llvm::ArrayRef<uint32_t> operands) {
  uint32_t start = static_cast<uint32_t>(pool.size());
  if (pool.size() + operands.size() > ~uint32_t(0))
    throw UserError("the normal forms of the proof are too large", {}, "verify smaller sizes");
  pool.insert(pool.end(), operands.begin(), operands.end());
  size_t before = count;
  ExpressionId id = insert({opcode, 0, type, start, static_cast<uint32_t>(operands.size()), 0});
  if (count == before)
    pool.resize(start);
  return id;
}

ExpressionId ExpressionStore::constant(ExpressionType type, uint64_t bits) {
  if (type.width() > 64)
    return constant(type, llvm::APInt(type.width(), bits));
  if (type.width() < 64)
    bits &= (uint64_t(1) << type.width()) - 1;
  return node(Opcode::Constant, type, static_cast<uint32_t>(bits), static_cast<uint32_t>(bits >> 32));
}

ExpressionId ExpressionStore::constant(ExpressionType type, const llvm::APInt &bits) {
  if (type.width() <= 64)
    return constant(type, bits.getZExtValue());
  std::vector<uint64_t> words(bits.getRawData(), bits.getRawData() + bits.getNumWords());
  auto [entry, isNew] = wideIds.try_emplace(words, static_cast<uint32_t>(wide.size()));
  if (isNew)
    wide.push_back(std::move(words));
  return node(Opcode::Constant, type, 0, 0, 1 + entry->second);
}

llvm::APInt ExpressionStore::bitsOf(ExpressionId constant) const {
  const Node &node = (*this)[constant];
  if (node.type.width() <= 64)
    return llvm::APInt(node.type.width(), uint64_t(node.a) | (uint64_t(node.b) << 32));
  return llvm::APInt(node.type.width(), wide[node.c - 1]);
}

bool ExpressionStore::isConstant(ExpressionId id, uint64_t bits) const {
  const Node &node = (*this)[id];
  if (node.opcode != Opcode::Constant)
    return false;
  if (node.type.width() <= 64)
    return (uint64_t(node.a) | (uint64_t(node.b) << 32)) == bits;
  return bitsOf(id) == bits;
}

uint32_t ExpressionStore::nameId(llvm::StringRef name) {
  auto [entry, isNew] = nameIds.try_emplace(name.str(), static_cast<uint32_t>(names.size()));
  if (isNew)
    names.push_back(name.str());
  return entry->second;
}

size_t ExpressionStore::bytes() const {
  return chunks.size() * ((sizeof(Entry) + sizeof(uint32_t)) << chunkBits) + table.capacity() * sizeof(Bucket) +
         pool.capacity() * sizeof(uint32_t);
}

} // namespace allo::verify
