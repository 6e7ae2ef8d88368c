// Smith and Waterman's local alignment with affine gaps on a row of elements: element j keeps letter j of the query,
// the letters of the text pass, and with each of them the score of the cell to the left. All cells of an antidiagonal
// are computed at the same time. Out comes the best score, and where the best alignment ends.
#include "hls_stream.h"

constexpr short MATCH = 3, MISMATCH = -2, OPEN = 4, EXTEND = 1, LEAST = -1000;

// What an element tells the next one of a letter of the text.
struct Cell {
  unsigned char letter;
  short score, gap; // of the cell, and of the best gap along the query that ends in it
};
struct Best {
  short score;
  unsigned short row, column;
};

template <int TEXT, int QUERY>
static void load(const unsigned char text[TEXT], hls::stream<Cell, 2> cells[QUERY + 1],
                 hls::stream<Best, 2> best[QUERY + 1]) {
  for (int i = 0; i < TEXT; ++i)
    cells[0].write({text[i], 0, LEAST});
  best[0].write({0, 0, 0});
}

template <int TEXT, int QUERY>
static void element(const unsigned char query[QUERY], hls::stream<Cell, 2> cells[QUERY + 1],
                    hls::stream<Best, 2> best[QUERY + 1], int j) {
  const unsigned char own = query[j];
  short above = 0, above_left = 0, down = LEAST; // of the letter before; the best gap along the text
  Best found = {0, 0, 0};
  for (int i = 0; i < TEXT; ++i) {
    const Cell left = cells[j].read();
    const short open_right = left.score - OPEN, extend_right = left.gap - EXTEND;
    const short open_down = above - OPEN, extend_down = down - EXTEND;
    const short right = open_right > extend_right ? open_right : extend_right;
    down = open_down > extend_down ? open_down : extend_down;
    short score = above_left + (left.letter == own ? MATCH : MISMATCH);
    score = score > right ? score : right;
    score = score > down ? score : down;
    score = score > 0 ? score : short(0);
    if (score > found.score)
      found = {score, static_cast<unsigned short>(i), static_cast<unsigned short>(j)};
    cells[j + 1].write({left.letter, score, right});
    above_left = left.score;
    above = score;
  }
  const Best before = best[j].read();
  if (before.score >= found.score)
    found = before;
  best[j + 1].write(found);
}

template <int TEXT, int QUERY>
static void store(hls::stream<Cell, 2> cells[QUERY + 1], hls::stream<Best, 2> best[QUERY + 1], Best result[1]) {
  for (int i = 0; i < TEXT; ++i)
    cells[QUERY].read();
  result[0] = best[QUERY].read();
}

template <int TEXT, int QUERY>
void smith_waterman(const unsigned char text[TEXT], const unsigned char query[QUERY], Best result[1]) {
  hls::stream<Cell, 2> cells[QUERY + 1];
  hls::stream<Best, 2> best[QUERY + 1];
  load<TEXT, QUERY>(text, cells, best);
  for (int j = 0; j < QUERY; ++j)
    element<TEXT, QUERY>(query, cells, best, j);
  store<TEXT, QUERY>(cells, best, result);
}
