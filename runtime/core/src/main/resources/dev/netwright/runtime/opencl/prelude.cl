// What the kernels of every network stand on. Two forms of the same steps:
//
// TILES (processors): a work-item runs all steps of a stage over a tile of rows, so that the tile stays in its cache. Matrix products
//   work on registers: 6 rows by 16 columns, the right operand packed in panels of 16 columns.
// POINTS (graphics processors): a work-item computes one point of one step; a stage is as many launches as it has steps.

#ifdef cl_khr_fp64
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
typedef double sum_t; // sums lose nothing but the roundings of their terms
#else
typedef float sum_t;
#endif

#if POINTS
#define GROUP
#define RANGE int from = get_global_id(0), to = from + 1; if (from >= rows) return;
#define PART(k) if (part == k)
#define ROWS(i, points) int point = from; int i = point / (points); point -= i * (points);
#define AXIS(j, length, points) int j = point / (points); point -= j * (points);
#else
#define GROUP __attribute__((reqd_work_group_size(1, 1, 1)))
#define RANGE int from = get_global_id(0) * tile, to = min(rows, from + tile);
#define SAMPLES size_t sample = get_global_id(0) * (size_t) tile; int n = min(tile, samples - (int) sample);
#define PART(k)
#define ROWS(i, points) for (int i = from; i < to; i++)
#define AXIS(j, length, points) for (int j = 0; j < (length); j++)
#endif

// Elementary functions that OpenCL C lacks, or has with another meaning of NaN.

static float sigmoid(float x) { return 1.0f / (1.0f + exp(-x)); }
static float softplus(float x) { return fmax(x, 0.0f) + log1p(exp(-fabs(x))) + (isnan(x) ? x : 0.0f); }
static float signum(float x) { return isnan(x) ? x : sign(x); }
static float minimum(float x, float y) { return x < y || isnan(x) ? x : y; }
static float maximum(float x, float y) { return x > y || isnan(x) ? x : y; }

// Philox 4x32-10 (Salmon et al. 2011): word element mod 4 of the block of counter (element / 4, stream, step) and key seed, as a
// multiple of 2^-24 in [0, 1). draw holds the halves of the seed, then those of the step.
static float uniform(uint4 draw, uint stream, uint element) {
    uint4 c = (uint4) (element >> 2, stream, draw.z, draw.w);
    uint k0 = draw.x, k1 = draw.y;
    for (int round = 0; round < 10; round++) {
        uint high0 = mul_hi(0xD2511F53u, c.x), low0 = 0xD2511F53u * c.x;
        uint high1 = mul_hi(0xCD9E8D57u, c.z), low1 = 0xCD9E8D57u * c.z;
        c = (uint4) (high1 ^ c.y ^ k0, low1, high0 ^ c.w ^ k1, low0);
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    uint lane = element & 3;
    uint word = lane < 2 ? (lane == 0 ? c.x : c.y) : (lane == 2 ? c.z : c.w);
    return (word >> 8) * 0x1p-24f;
}

#if TILES
// Rows of c [rows, columns] = a [rows, depth] x b, b packed: panel j holds columns 16 j to 16 j + 15, a row of 16 after the other. Each sum
// in ascending order of depth. With `add`, to what c holds.

static void store16(global float* c, int cColumn, int columns, int add, float16 sum) {
    if (cColumn == 1 && columns >= 16) {
        vstore16(add ? vload16(0, c) + sum : sum, 0, c);
        return;
    }
    float values[16];
    vstore16(sum, 0, values);
    for (int j = 0; j < min(columns, 16); j++) {
        c[j * cColumn] = add ? c[j * cColumn] + values[j] : values[j];
    }
}

#define LOAD(r) float16 s##r = 0.0f;
#define FMA(r) s##r = fma((float16) (a[(r) * aRow + k * aColumn]), right, s##r);
#define STORE(r) store16(c + (r) * cRow, cColumn, columns, add, s##r);
#define ROWS_OF_TILE(name, EACH) \
    static void name(global const float* a, int aRow, int aColumn, global const float* b, int depth, \
            global float* c, int cRow, int cColumn, int columns, int add) { \
        EACH(LOAD) \
        for (int k = 0; k < depth; k++) { \
            float16 right = vload16(k, b); \
            EACH(FMA) \
        } \
        EACH(STORE) \
    }
#define EACH2(X) X(0) X(1)
#define EACH4(X) EACH2(X) X(2) X(3)
#define EACH6(X) EACH4(X) X(4) X(5)
ROWS_OF_TILE(rows6, EACH6)
ROWS_OF_TILE(rows4, EACH4)
ROWS_OF_TILE(rows2, EACH2)

// One row: four sums, so that none waits for the one before it.
static void rows1(global const float* a, int aColumn, global const float* b, int depth, global float* c, int cColumn,
        int columns, int add) {
    float16 s0 = 0.0f, s1 = 0.0f, s2 = 0.0f, s3 = 0.0f;
    int k = 0;
    for (; k + 4 <= depth; k += 4) {
        s0 = fma((float16) (a[k * aColumn]), vload16(k, b), s0);
        s1 = fma((float16) (a[(k + 1) * aColumn]), vload16(k + 1, b), s1);
        s2 = fma((float16) (a[(k + 2) * aColumn]), vload16(k + 2, b), s2);
        s3 = fma((float16) (a[(k + 3) * aColumn]), vload16(k + 3, b), s3);
    }
    for (; k < depth; k++) {
        s0 = fma((float16) (a[k * aColumn]), vload16(k, b), s0);
    }
    store16(c, cColumn, columns, add, (s0 + s1) + (s2 + s3));
}

static void product(global const float* a, int aRow, int aColumn, global const float* packed, global float* c, int cRow,
        int cColumn, int from, int to, int columns, int depth, int add) {
    for (int j = 0; j < columns; j += 16) {
        global const float* b = packed + j * depth;
        global float* cj = c + j * cColumn;
        int i = from;
        for (; i + 6 <= to; i += 6) {
            rows6(a + i * aRow, aRow, aColumn, b, depth, cj + i * cRow, cRow, cColumn, columns - j, add);
        }
        if (i + 4 <= to) {
            rows4(a + i * aRow, aRow, aColumn, b, depth, cj + i * cRow, cRow, cColumn, columns - j, add);
            i += 4;
        }
        if (i + 2 <= to) {
            rows2(a + i * aRow, aRow, aColumn, b, depth, cj + i * cRow, cRow, cColumn, columns - j, add);
            i += 2;
        }
        if (i < to) {
            rows1(a + i * aRow, aColumn, b, depth, cj + i * cRow, cColumn, columns - j, add);
        }
    }
}

// Packs a matrix [depth, columns] as the right operand of `product`: a work-item a panel, zeros beyond the last column.
kernel GROUP void pack(global const float* source, int at, int row, int column, int depth, int columns, global float* packed, int to) {
    int j = get_global_id(0) * 16;
    global const float* from = source + at + j * column;
    global float* panel = packed + to + j * depth;
    int width = min(16, columns - j);
    for (int k = 0; k < depth; k++) {
        for (int l = 0; l < width; l++) {
            panel[16 * k + l] = from[k * row + l * column];
        }
        for (int l = width; l < 16; l++) {
            panel[16 * k + l] = 0.0f;
        }
    }
}
#endif
