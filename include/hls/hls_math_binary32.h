// exp, log and pow of binary32 in integer arithmetic: one algorithm for software and for hardware. Every target of the
// compiler and the oracle compute these functions with this text (the RTL target compiles it like a kernel), so their
// results are equal bit for bit everywhere. The last bit may differ from the correctly rounded result: the distance is
// below 0.502 units in the last place (test/math; measured 0.50029 for exp, 0.50000 for log, 0.50015 for pow).
//
// Arguments and results are bit patterns. NaN results are 0x7fc00000. Method: table and short polynomial in fixed point
// (P. T. P. Tang, Table-driven implementation of the exponential function, ACM TOMS 15, 1989; of the logarithm, TOMS
// 16, 1990; J.-M. Muller, Elementary Functions, 3rd edition, 2016). QN means N fraction bits.
#ifndef ALLO_HLS_MATH_BINARY32_H
#define ALLO_HLS_MATH_BINARY32_H

#include "detail/math_bits.h"

#ifndef __cplusplus
#include <stdbool.h>
#endif

// 2^(i/64), Q42
static const long long allo_exp2_table[64] = {
    4398046511104ll, 4445938097632ll, 4494351189345ll, 4543291465063ll, 4592764665442ll, 4642776593652ll,
    4693333116055ll, 4744440162891ll, 4796103728980ll, 4848329874419ll, 4901124725294ll, 4954494474403ll,
    5008445381977ll, 5062983776415ll, 5118116055032ll, 5173848684801ll, 5230188203118ll, 5287141218566ll,
    5344714411690ll, 5402914535784ll, 5461748417677ll, 5521222958540ll, 5581345134690ll, 5642121998415ll,
    5703560678795ll, 5765668382539ll, 5828452394836ll, 5891920080202ll, 5956078883349ll, 6020936330056ll,
    6086500028053ll, 6152777667913ll, 6219777023951ll, 6287505955143ll, 6355972406040ll, 6425184407706ll,
    6495150078656ll, 6565877625812ll, 6637375345460ll, 6709651624229ll, 6782714940072ll, 6856573863262ll,
    6931237057393ll, 7006713280404ll, 7083011385596ll, 7160140322681ll, 7238109138825ll, 7316926979711ll,
    7396603090613ll, 7477146817477ll, 7558567608024ll, 7640875012848ll, 7724078686549ll, 7808188388852ll,
    7893213985764ll, 7979165450722ll, 8066052865769ll, 8153886422733ll, 8242676424423ll, 8332433285840ll,
    8423167535396ll, 8514889816151ll, 8607610887057ll, 8701341624228ll,
};

// For the mantissa m in [90/128, 182/128) and i = floor(128 m) - 90: c, about 512/m; exactly 512 around 1.
static const int allo_reciprocal_table[92] = {
    724, 716, 708, 701, 694, 686, 679, 672, 665, 659, 652, 646, 639, 633, 627, 621, 615, 610, 604, 599, 593, 588, 583,
    577, 572, 567, 563, 558, 553, 548, 544, 539, 535, 531, 526, 522, 518, 512, 512, 506, 502, 498, 495, 491, 487, 484,
    480, 477, 473, 470, 466, 463, 460, 457, 454, 450, 447, 444, 441, 438, 435, 433, 430, 427, 424, 421, 419, 416, 413,
    411, 408, 406, 403, 401, 398, 396, 394, 391, 389, 387, 384, 382, 380, 378, 376, 373, 371, 369, 367, 365, 363, 361,
};

// -ln(c / 512), Q54
static const long long allo_log_table[92] = {
    -6241390417266581ll,
    -6041228374530668ll,
    -5838817273018529ll,
    -5659822486588398ll,
    -5479031306704987ll,
    -5270166375537957ll,
    -5085401694213644ll,
    -4898722318886414ll,
    -4710088150164669ll,
    -4546814538425135ll,
    -4354439270771867ll,
    -4187895109121599ll,
    -3991627347358226ll,
    -3821678931155206ll,
    -3650111934254362ll,
    -3476895229391150ll,
    -3301996782653588ll,
    -3154939651643048ll,
    -2976871659657756ll,
    -2827125173861856ll,
    -2645770637080872ll,
    -2493234598622160ll,
    -2339395930918114ll,
    -2153038422328602ll,
    -1996254155829713ll,
    -1838093363676981ll,
    -1710557266315787ll,
    -1549856838374449ll,
    -1387709942492603ll,
    -1224090302602936ll,
    -1092116096887893ll,
    -925776978672199ll,
    -791590894475187ll,
    -656397775838478ll,
    -485967001221401ll,
    -348451841010263ll,
    -209878861482068ll,
    0ll,
    0ll,
    212352932529429ll,
    355325099737292ll,
    499441056434863ll,
    608289716964178ll,
    754451967146462ll,
    901809831836623ll,
    1013124697929305ll,
    1162622638984834ll,
    1275565946311975ll,
    1427267040770027ll,
    1541887142257779ll,
    1695857297602812ll,
    1812204732238162ll,
    1929308493534919ll,
    2047178479002841ll,
    2165824781714504ll,
    2325245277969667ll,
    2445743376143320ll,
    2567052915433729ll,
    2689184898557890ll,
    2812150553547878ll,
    2935961339945188ll,
    3018977148192367ll,
    3144222601775517ll,
    3270344926816422ll,
    3397356488282593ll,
    3525269914541677ll,
    3611052926686492ll,
    3740498263370994ll,
    3870880486396393ll,
    3958329194577114ll,
    4090303400292158ll,
    4178826421224608ll,
    4312431966967162ll,
    4402056025012500ll,
    4537333745895057ll,
    4628086575159394ll,
    4719298914378467ll,
    4856989254842243ll,
    4949370988118778ll,
    5042228918000116ll,
    5182419497180050ll,
    5276489677050708ll,
    5371053665901796ll,
    5466116675473687ll,
    5561684000452996ll,
    5705992370364233ll,
    5802844208546847ll,
    5900219572721680ll,
    5998124153430441ll,
    6096563734503329ll,
    6195544195109356ll,
    6295071511863307ll,
};

// -log2(c / 512), Q54
static const long long allo_log2_table[92] = {
    -9004423003242395ll,
    -8715650216813088ll,
    -8423632724440652ll,
    -8165397833712924ll,
    -7904571295058662ll,
    -7603242894648372ll,
    -7336683805170356ll,
    -7067362396149513ll,
    -6795220816392439ll,
    -6559666786427784ll,
    -6282127941794727ll,
    -6041855505692875ll,
    -5758700979110481ll,
    -5513517241847450ll,
    -5265998386238390ll,
    -5016099505133106ll,
    -4763774383365643ll,
    -4551615789729380ll,
    -4294717980751142ll,
    -4078679468302848ll,
    -3817040177446208ll,
    -3596977191204976ll,
    -3375034908211383ll,
    -3106177854736872ll,
    -2879985970969511ll,
    -2651808180467694ll,
    -2467812485270367ll,
    -2235970774810665ll,
    -2002042252226388ll,
    -1765989009165527ll,
    -1575590477055174ll,
    -1335613856099549ll,
    -1142024257872211ll,
    -946981816052718ll,
    -701102182697797ll,
    -502709743014136ll,
    -302791192647601ll,
    0ll,
    0ll,
    306360522678436ll,
    512625759294368ll,
    720541135334922ll,
    877576558087970ll,
    1088444111591124ll,
    1301036572215607ll,
    1461629977504738ll,
    1677309915688659ll,
    1840252665071125ll,
    2059111081743184ll,
    2224472933745753ll,
    2446604913306936ll,
    2614458780275508ll,
    2783403795967784ll,
    2953454239472010ll,
    3124624672013937ll,
    3354619831377318ll,
    3528461840048999ll,
    3703474510795796ll,
    3879673717182959ll,
    4057075657836677ll,
    4235696865380639ll,
    4355463360254233ll,
    4536154355032532ll,
    4718110407914432ll,
    4901349357777240ll,
    5085889423504337ll,
    5209648149718180ll,
    5396398295019112ll,
    5584500081597935ll,
    5710661899222407ll,
    5901060431332760ll,
    6028772154636517ll,
    6221524212914563ll,
    6350824397000917ll,
    6545988894060943ll,
    6676917550787245ll,
    6808509140246483ll,
    7007154311611886ll,
    7140432980078670ll,
    7274398655025692ll,
    7476650908387934ll,
    7612365490382864ll,
    7748792488145008ll,
    7885939420626355ll,
    8023813926445028ll,
    8232006896074740ll,
    8371734562721778ll,
    8512217517721566ll,
    8653463970790408ll,
    8795482266231452ll,
    8938280885892672ll,
    9081868452206582ll,
};

// 2^y for y in Q37, -160 <= y < 256, rounded to binary32.
static inline unsigned int allo_exp2_rounded(long long y) {
  int k = (int)(y >> 37);
  unsigned long long fraction = (unsigned long long)y & 0x1fffffffffull;
  int index = (int)(fraction >> 31);
  unsigned long long z = ((fraction & 0x7fffffffull) * 2977044472ull) >> 27; // times ln 2 (Q32): Q42, below 2^-6
  unsigned long long zt = z >> 4;                                            // Q38
  unsigned long long z2 = (zt * zt) >> 32;                                   // Q44
  unsigned long long z3 = (z2 * zt) >> 38;                                   // Q44
  unsigned long long z4 = (z2 * z2) >> 44;                                   // Q44
  unsigned long long sixth = (z3 * 715827883ull) >> 34;                      // z^3/6, Q42
  unsigned long long twentyfourth = (z4 * 178956971ull) >> 34;               // z^4/24, Q42
  unsigned long long m = z + (z2 >> 3) + sixth + twentyfourth;               // e^z - 1, Q42
  unsigned long long t = (unsigned long long)allo_exp2_table[index];
  unsigned long long r = t + (((t >> 11) * (m >> 5)) >> 26); // Q42, in [1, 2)
  if (r > 0x7ffffffffffull)
    r = 0x7ffffffffffull;
  int exponent = k + 127;
  int shift = exponent >= 1 ? 19 : 20 - exponent;
  if (shift > 62)
    shift = 62;
  unsigned long long half = 1ull << (shift - 1);
  unsigned long long odd = (r >> shift) & 1ull;
  unsigned int rounded = (unsigned int)((r + half - 1ull + odd) >> shift);
  unsigned int bits = exponent >= 1 ? ((unsigned int)exponent << 23) + rounded - 0x800000u : rounded;
  return exponent >= 255 || bits >= 0x7f800000u ? 0x7f800000u : bits;
}

// ln(1 + u) / u for u in Q33, |u| <= 2^-7: Q60.
static inline long long allo_log_series(int u) {
  long long scaled = (long long)((unsigned long long)(long long)u << 31); // Q64
  long long p = -144115188075855872ll;
  p = 164703072086692425ll + allo_high_signed(p, scaled);
  p = -192153584101141163ll + allo_high_signed(p, scaled);
  p = 230584300921369395ll + allo_high_signed(p, scaled);
  p = -288230376151711744ll + allo_high_signed(p, scaled);
  p = 384307168202282325ll + allo_high_signed(p, scaled);
  p = -576460752303423488ll + allo_high_signed(p, scaled);
  p = 1152921504606846976ll + allo_high_signed(p, scaled);
  return p;
}

// magnitude = 2^exponent * m, m in [0.707, 1.415), finite and not 0; index into the tables; u = m * c / 512 - 1 in Q33;
// near one: exponent 0 and c = 512, the logarithm is ln(1 + u).
static inline void allo_reduce(unsigned int magnitude, int *exponent, int *index, int *u, bool *is_near_one) {
  int e = (int)(magnitude >> 23);
  unsigned int m = magnitude & 0x7fffffu;
  if (e == 0) {
    int zeros = allo_count_zeros((unsigned long long)m) - 40; // to bit 23
    m = m << zeros;
    e = 1 - zeros;
  } else {
    m = m | 0x800000u;
  }
  e = e - 127;
  if (m > 11863283u)
    e = e + 1;
  else
    m = m << 1;
  int i = (int)(m >> 17) - 90;
  int c = allo_reciprocal_table[i];
  *exponent = e;
  *index = i;
  *u = (int)((long long)m * (long long)c - 8589934592ll);
  *is_near_one = e == 0 && c == 512;
}

// A value of `fraction` fraction bits, not 0, rounded to a normal binary32.
static inline unsigned int allo_round_fixed(long long value, int fraction) {
  unsigned int sign = value < 0 ? 0x80000000u : 0u;
  unsigned long long magnitude = (unsigned long long)(value < 0 ? -value : value);
  int zeros = allo_count_zeros(magnitude);
  unsigned long long normal = magnitude << zeros; // bit 63 set
  unsigned long long odd = (normal >> 40) & 1ull;
  unsigned long long below = normal & 0xffffffffffull;
  unsigned int rounded = (unsigned int)(normal >> 40);
  if (below > 0x8000000000ull || (below == 0x8000000000ull && odd != 0ull))
    rounded = rounded + 1u;
  int exponent = 63 - zeros - fraction + 127;
  return sign + ((unsigned int)exponent << 23) + rounded - 0x800000u;
}

static inline unsigned int allo_exp_bits(unsigned int x) {
  unsigned int magnitude = x & 0x7fffffffu;
  bool is_negative = (x >> 31) != 0u;
  int e = (int)(magnitude >> 23);
  unsigned long long m = (unsigned long long)((magnitude & 0x7fffffu) | 0x800000u);
  int shift = 152 - e;
  if (e > 133)
    shift = 19;
  if (shift > 63)
    shift = 63;
  long long y = (long long)((m * 793129986396ull) >> shift); // |x| log2(e), Q37
  unsigned int result = allo_exp2_rounded(is_negative ? -y : y);
  if (e > 133)
    result = is_negative ? 0u : 0x7f800000u;
  if (magnitude > 0x7f800000u)
    result = 0x7fc00000u;
  return result;
}

static inline unsigned int allo_log_bits(unsigned int x) {
  unsigned int magnitude = x & 0x7fffffffu;
  bool is_special = magnitude == 0u || x >= 0x7f800000u;
  int exponent = 0, index = 0, u = 0;
  bool is_near_one = false;
  allo_reduce(is_special ? 0x3f800000u : x, &exponent, &index, &u, &is_near_one);
  long long series = allo_log_series(u);
  long long scaled = (long long)((unsigned long long)(long long)u << 37);
  long long near = allo_high_signed(series, scaled);                                                // Q66
  long long far = (long long)exponent * 12486629536330718ll + allo_log_table[index] + (near >> 12); // Q54
  long long value = is_near_one ? near : far;
  unsigned int result = value == 0ll ? 0u : allo_round_fixed(value, is_near_one ? 66 : 54);
  if (magnitude == 0u)
    result = 0xff800000u;
  else if (x == 0x7f800000u)
    result = 0x7f800000u;
  else if (is_special)
    result = 0x7fc00000u;
  return result;
}

// 0: not an integer, 1: odd, 2: even
static inline int allo_parity(unsigned int magnitude) {
  int e = (int)(magnitude >> 23) - 127;
  unsigned int m = (magnitude & 0x7fffffu) | 0x800000u;
  if (magnitude == 0u)
    return 2;
  if (e < 0)
    return 0;
  if (e > 23)
    return 2;
  unsigned int below = m & ((1u << (23 - e)) - 1u);
  if (below != 0u)
    return 0;
  return ((m >> (23 - e)) & 1u) != 0u ? 1 : 2;
}

// 2^(y log2 |x|) for finite x other than 0 and 1, finite y other than 0.
static inline unsigned int allo_power_of_magnitude(unsigned int x, unsigned int y) {
  int exponent = 0, index = 0, u = 0;
  bool is_near_one = false;
  allo_reduce(x, &exponent, &index, &u, &is_near_one);
  long long series = allo_high_signed(allo_log_series(u), 6653256548922161246ll); // times log2(e) (Q62): Q58
  long long scaled = (long long)((unsigned long long)(long long)u << 37);         // Q70
  long long near = allo_high_signed(series << 4, scaled);                         // Q68
  long long far = (long long)exponent * 18014398509481984ll + allo_log2_table[index] + (near >> 14); // Q54
  long long logarithm = is_near_one ? near : far;
  unsigned long long size = (unsigned long long)(logarithm < 0 ? -logarithm : logarithm);
  if (size == 0ull)
    return 0x3f800000u;
  int zeros = allo_count_zeros(size);
  unsigned int magnitude = y & 0x7fffffffu;
  int e = (int)(magnitude >> 23);
  unsigned int m = magnitude & 0x7fffffu;
  if (e == 0)
    e = 1;
  else
    m = m | 0x800000u;
  unsigned long long product = allo_high(size << zeros, (unsigned long long)m << 40);
  // |y log2 x| = product * 2^scale
  int scale = 64 - zeros - (is_near_one ? 68 : 54) - 40 + e - 150;
  bool is_negative = (logarithm < 0) != ((y >> 31) != 0u);
  int shift = -(scale + 37);
  if (scale > -55)
    return is_negative ? 0u : 0x7f800000u; // the product is at least 2^62: |y log2 x| >= 256
  if (shift > 63)
    shift = 63;
  long long t = (long long)(product >> shift); // Q37
  return allo_exp2_rounded(is_negative ? -t : t);
}

// value * 2^scale, value not 0, rounded to binary32.
static inline unsigned int allo_round_scaled(unsigned long long value, int scale) {
  int zeros = allo_count_zeros(value);
  unsigned long long normal = value << zeros; // bit 63 set
  int e = 63 - zeros + scale;
  bool is_normal = e >= -126;
  int shift = is_normal ? 40 : -86 - e;
  if (shift > 63) // below the least number: up from more than its half
    return e == -150 && normal > 0x8000000000000000ull ? 1u : 0u;
  unsigned long long kept = normal >> shift, below = normal << (64 - shift);
  if (below > 0x8000000000000000ull || (below == 0x8000000000000000ull && (kept & 1ull) != 0ull))
    kept = kept + 1ull;
  unsigned int bits = (is_normal ? (unsigned int)(e + 126) << 23 : 0u) + (unsigned int)kept;
  return e > 127 ? 0x7f800000u : bits;
}

// x^2 and 1/x for finite x > 0, correctly rounded: compilers replace pow(x, 2) and pow(x, -1) by these.
static inline unsigned int allo_square_or_inverse(unsigned int x, bool is_square) {
  int e = (int)(x >> 23) - 150;
  unsigned int m = (x & 0x7fffffu) | 0x800000u;
  if (e == -150) {
    int zeros = allo_count_zeros((unsigned long long)(x & 0x7fffffu)) - 40; // to bit 23
    m = x << zeros;
    e = -149 - zeros;
  }
  unsigned int rest = 0x800000u, quotient = 0u;
  for (int i = 0; i < 27; ++i) { // 2^49 / m
    quotient = quotient << 1;
    if (rest >= m) {
      rest = rest - m;
      quotient = quotient | 1u;
    }
    rest = rest << 1;
  }
  unsigned long long inverse = ((unsigned long long)quotient << 1) | (rest != 0u ? 1ull : 0ull); // times 2^-50
  unsigned long long square = (unsigned long long)m * (unsigned long long)m;
  return is_square ? allo_round_scaled(square, 2 * e) : allo_round_scaled(inverse, -50 - e);
}

static inline unsigned int allo_pow_bits(unsigned int x, unsigned int y) {
  unsigned int size_x = x & 0x7fffffffu, size_y = y & 0x7fffffffu;
  int kind = allo_parity(size_y);
  bool is_odd = kind == 1;
  bool is_ordinary = size_x != 0u && size_x < 0x7f800000u && size_y != 0u && size_y < 0x7f800000u;
  unsigned int sign = (x >> 31) != 0u && is_odd ? 0x80000000u : 0u;
  unsigned int result =
      allo_power_of_magnitude(is_ordinary ? size_x : 0x40000000u, is_ordinary ? y : 0x3f800000u) | sign;
  bool is_y_negative = (y >> 31) != 0u;
  if (is_ordinary && (y == 0x40000000u || y == 0xbf800000u))
    result = allo_square_or_inverse(size_x, y == 0x40000000u) | sign;
  if (is_ordinary && (x >> 31) != 0u && kind == 0)
    result = 0x7fc00000u; // a negative number to a power that is not an integer
  if (size_y == 0x7f800000u) {
    bool grows = (size_x > 0x3f800000u) != is_y_negative;
    result = size_x == 0x3f800000u ? 0x3f800000u : grows ? 0x7f800000u : 0u;
  } else if (size_x == 0u || size_x == 0x7f800000u) {
    bool is_large = (size_x == 0u) == is_y_negative;
    result = (is_large ? 0x7f800000u : 0u) | sign;
  }
  if (size_x > 0x7f800000u || size_y > 0x7f800000u)
    result = 0x7fc00000u;
  if (size_y == 0u || x == 0x3f800000u)
    result = 0x3f800000u;
  return result;
}

#endif // ALLO_HLS_MATH_BINARY32_H
