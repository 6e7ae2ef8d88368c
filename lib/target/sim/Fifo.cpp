#include "target/sim/Fifo.h"

#include "target/sim/Storage.h"

#include "llvm/Support/MathExtras.h"

namespace allo::target::sim {

namespace {
constexpr int64_t longAgo = INT64_MIN / 2;
}

Fifo::Fifo(const rtl::Stream &stream, unsigned element, bool hasElements)
    : depth_(0), words_(hasElements ? wordsOf(stream.width) : 0), stream_(&stream), element_(element) {
  setDepth(stream.depth);
}

void Fifo::setDepth(int64_t depth) {
  depth_ = depth;
  isUnlimited_ = false;
  setRing(static_cast<int64_t>(llvm::PowerOf2Ceil(static_cast<uint64_t>(depth))));
}

void Fifo::setUnlimited() {
  depth_ = INT64_MAX;
  isUnlimited_ = true;
  setRing(16);
}

void Fifo::setRing(int64_t places) {
  mask_ = places - 1;
  writeCycles_.assign(static_cast<size_t>(places), longAgo);
  readCycles_ = writeCycles_;
  data_.assign(static_cast<size_t>(places) * words_, 0);
  occupancies_.assign(static_cast<size_t>(std::min(places, depth_)) + 1, 0);
}

// Before a write in this cycle: a place for it that nothing has in hardware either, so that what is known of earlier
// cycles reaches back as far as the elements that are there.
void Fifo::makeRoom(int64_t cycle) {
  int64_t first = written_ - ring();
  if (first < 0 || (first < taken_ && readCycles_[index(first)] < cycle))
    return;
  Fifo longer(*stream_, element_, words_ > 0);
  longer.depth_ = depth_;
  longer.setRing(2 * ring());
  for (int64_t number = first; number < written_; ++number) {
    size_t from = index(number), to = longer.index(number);
    longer.writeCycles_[to] = writeCycles_[from];
    longer.readCycles_[to] = readCycles_[from];
    copy(longer.data_.data() + to * words_, data_.data() + from * words_);
  }
  mask_ = longer.mask_;
  writeCycles_.swap(longer.writeCycles_);
  readCycles_.swap(longer.readCycles_);
  data_.swap(longer.data_);
  occupancies_.resize(longer.occupancies_.size());
}

std::string Fifo::name() const {
  std::string name = stream_->name;
  int64_t rest = element_, inner = stream_->count();
  for (int64_t extent : stream_->extents) {
    inner /= extent;
    name += "[" + std::to_string(rest / inner) + "]";
    rest %= inner;
  }
  return name;
}

// A write of a cycle that the reader has passed.
void Fifo::accountBehind(int64_t cycle) {
  int64_t gone = taken_;
  while (gone > 0 && gone > written_ - ring() && readCycles_[index(gone - 1)] > cycle)
    --gone;
  account(written_ + 1 - gone);
  accounted_ = written_ + 1;
}

void Fifo::accountAll() {
  for (; accounted_ < written_; ++accounted_)
    account(accounted_ + 1 - taken_);
}

const std::vector<int64_t> &Fifo::occupancies() {
  accountAll();
  return occupancies_;
}

int64_t Fifo::peak() {
  accountAll();
  size_t elements = occupancies_.size();
  while (elements > 0 && occupancies_[elements - 1] == 0)
    --elements;
  return std::max<int64_t>(static_cast<int64_t>(elements) - 1, 0);
}

int64_t Fifo::sizeIn(int64_t cycle) const {
  int64_t gone = taken_, there = written_;
  while (gone > 0 && gone > taken_ - ring() && readCycles_[index(gone - 1)] >= cycle)
    --gone;
  while (there > gone && writeCycles_[index(there - 1)] >= cycle)
    --there;
  return there - gone;
}

void Fifo::describe(int64_t cycle, int64_t writtenFrom, int64_t readFrom, std::vector<int64_t> &state) const {
  state.push_back(size());
  state.push_back(written_ - accounted_);
  // Later ones have later cycles.
  for (int64_t number = taken_ - 1; number >= 0 && number >= written_ - ring(); --number) {
    if (readCycles_[index(number)] < writtenFrom)
      break;
    state.push_back(readCycles_[index(number)] - cycle);
  }
  state.push_back(INT64_MAX);
  for (int64_t number = written_ - 1; number >= taken_; --number) {
    if (writeCycles_[index(number)] < readFrom)
      break;
    state.push_back(writeCycles_[index(number)] - cycle);
  }
}

void Fifo::goOn(int64_t cycles, int64_t times, int64_t writes, llvm::ArrayRef<int64_t> occupancies) {
  for (std::vector<int64_t> *its : {&writeCycles_, &readCycles_})
    for (int64_t &cycle : *its)
      if (cycle != longAgo)
        cycle += cycles;
  writes_ += (writes_ - writes) * times;
  for (size_t elements = 0; elements < occupancies_.size(); ++elements)
    occupancies_[elements] +=
        (occupancies_[elements] - (elements < occupancies.size() ? occupancies[elements] : 0)) * times;
}

void Fifo::clear() {
  accountAll();
  dropped_ += size();
  written_ = taken_ = accounted_ = 0;
}

void Fifo::rebase() {
  std::fill(writeCycles_.begin(), writeCycles_.end(), longAgo);
  std::fill(readCycles_.begin(), readCycles_.end(), longAgo);
  std::fill(occupancies_.begin(), occupancies_.end(), 0);
  writes_ = dropped_ = 0;
  stalls_ = {};
  accounted_ = written_;
  producer = consumer = nullptr;
}

} // namespace allo::target::sim
