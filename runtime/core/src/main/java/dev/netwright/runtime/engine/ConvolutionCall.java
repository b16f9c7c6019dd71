package dev.netwright.runtime.engine;

/**
 * A call of a {@link Convolution} under way: what it works on, cut into tasks that {@link Workers} may share. One a thread, kept, so
 * that a call allocates nothing; each task works in the scratch memory of the thread that runs it.
 */
final class ConvolutionCall implements Workers.Task {
    private static final ThreadLocal<ConvolutionCall> CALLS = ThreadLocal.withInitial(ConvolutionCall::new);

    /** Filters of a task, where filters and not samples are shared out. */
    private static final int FILTERS = 64;

    /** Filters from which gradients of filters are shared out by filters. */
    private static final int MANY_FILTERS = 128;

    /** Groups from which they are shared out by groups. */
    private static final int MANY_GROUPS = 8;

    /** Floats of filters from which partial sums of them would take too much memory. */
    private static final int LARGE = 1 << 18;

    /** Partial sums at a time. */
    private static final int PARTS = 8;

    /** Operations of a partial sum. */
    private static final long PART = 1 << 21;

    private enum Kind {
        OUTPUT,
        INPUT,
        WEIGHT_BY_FILTERS,
        WEIGHT_BY_SAMPLES
    }

    private final ConvolutionScratch scratch = new ConvolutionScratch();
    private Kind kind = Kind.OUTPUT;
    private Convolution form = ConvolutionScratch.NONE;
    private float[] x = {};
    private float[] w = {};
    private float[] y = {};
    private int xAt;
    private int wAt;
    private int yAt;
    private boolean accumulate;
    private int from;
    private int to;

    /** Columns, samples or filters of a task. */
    private int span;

    /** Tasks of a group. */
    private int tasks;

    /** Filters of a task that computes y. */
    private int filterSpan;

    private float[][] parts = {};

    private ConvolutionCall() {}

    static ConvolutionCall get() {
        return CALLS.get();
    }

    private void set(
            Kind kind,
            Convolution form,
            float[] x,
            int xAt,
            float[] w,
            int wAt,
            float[] y,
            int yAt,
            boolean accumulate,
            int from,
            int to) {
        this.kind = kind;
        this.form = form;
        this.x = x;
        this.xAt = xAt;
        this.w = w;
        this.wAt = wAt;
        this.y = y;
        this.yAt = yAt;
        this.accumulate = accumulate;
        this.from = from;
        this.to = to;
    }

    private void run(int count, long work) {
        try {
            Workers.run(this, count, work);
        } finally {
            x = y = w = ConvolutionScratch.EMPTY;
        }
    }

    void output(
            Convolution form,
            float[] x,
            int xAt,
            float[] w,
            int wAt,
            float[] y,
            int yAt,
            boolean accumulate,
            int from,
            int to) {
        set(Kind.OUTPUT, form, x, xAt, w, wAt, y, yAt, accumulate, from, to);
        int samples = to - from;
        int results = form.windows.results;
        span = results > Convolution.SMALL ? form.tileOf(form.taps) : form.samplesOfTile();
        tasks = results > Convolution.SMALL ? samples * parts(results, span) : parts(samples, span);
        filterSpan = samples == 1 && results <= Convolution.SMALL ? FILTERS : form.filters;
        run(tasks * form.groups * parts(form.filters, filterSpan), samples * form.work());
    }

    void input(
            Convolution form,
            float[] x,
            int xAt,
            float[] w,
            int wAt,
            float[] y,
            int yAt,
            boolean accumulate,
            int from,
            int to) {
        set(Kind.INPUT, form, x, xAt, w, wAt, y, yAt, accumulate, from, to);
        span = form.samplesOfTile();
        tasks = parts(to - from, span);
        run(tasks * form.groups, (to - from) * form.work());
    }

    void weight(
            Convolution form, float[] x, int xAt, float[] w, int wAt, float[] y, int yAt, boolean accumulate, int n) {
        int size = form.groups * form.filters * form.taps;
        boolean byFilters = form.filters >= MANY_FILTERS || form.groups >= MANY_GROUPS || size > LARGE;
        if (byFilters) {
            set(Kind.WEIGHT_BY_FILTERS, form, x, xAt, w, wAt, y, yAt, accumulate, 0, n);
            span = Math.min(FILTERS, form.filters);
            tasks = parts(form.filters, span);
            run(tasks * form.groups, n * form.work());
            return;
        }
        int least = (Convolution.WIDEST + form.windows.results - 1) / form.windows.results;
        span = (int) Math.max(least, PART / form.work());
        parts = ConvolutionScratch.room(parts, Math.min(PARTS, parts(n, span)), size);
        int wave = (int) Math.min(n, (long) PARTS * span);
        for (int first = 0; first < n; first += wave) {
            int end = first + Math.min(wave, n - first);
            int count = parts(end - first, span);
            set(Kind.WEIGHT_BY_SAMPLES, form, x, xAt, w, wAt, y, yAt, accumulate, first, end);
            run(count, (end - first) * form.work());
            for (int part = 0; part < count; part++) {
                if (!accumulate && first == 0 && part == 0) {
                    System.arraycopy(parts[0], 0, w, wAt, size);
                } else {
                    add(parts[part], w, wAt, size);
                }
            }
        }
    }

    private static void add(float[] part, float[] w, int wAt, int size) {
        for (int k = 0; k < size; k++) {
            w[wAt + k] += part[k];
        }
    }

    /** Number of parts of {@code span} that make {@code whole}, the last one shorter or not. */
    private static int parts(int whole, int span) {
        return (whole - 1) / span + 1;
    }

    @Override
    public void run(int task) {
        ConvolutionScratch own = CALLS.get().scratch;
        switch (kind) {
            case OUTPUT -> output(task, own);
            case INPUT -> {
                int first = from + task / form.groups * span;
                int end = Math.min(first + span, to);
                own.input(form, x, xAt, w, wAt, y, yAt, accumulate, task % form.groups, first, end);
            }
            case WEIGHT_BY_FILTERS -> {
                int group = task / tasks;
                int first = task % tasks * span;
                int filters = Math.min(span, form.filters - first);
                own.weight(form, x, xAt, y, yAt, w, wAt, accumulate, group, first, filters, from, to);
            }
            case WEIGHT_BY_SAMPLES -> {
                int first = from + task * span;
                int end = Math.min(first + span, to);
                for (int group = 0; group < form.groups; group++) {
                    own.weight(form, x, xAt, y, yAt, parts[task], 0, false, group, 0, form.filters, first, end);
                }
            }
        }
    }

    private void output(int task, ConvolutionScratch own) {
        int filterTasks = parts(form.filters, filterSpan);
        int firstFilter = task % filterTasks * filterSpan;
        int filters = Math.min(filterSpan, form.filters - firstFilter);
        int group = task / filterTasks % form.groups;
        int part = task / filterTasks / form.groups;
        if (form.windows.results <= Convolution.SMALL) {
            int first = from + part * span;
            int end = Math.min(first + span, to);
            own.small(form, x, xAt, w, wAt, y, yAt, accumulate, group, firstFilter, filters, first, end);
        } else {
            int perSample = parts(form.windows.results, span);
            int first = part % perSample * span;
            int end = Math.min(first + span, form.windows.results);
            own.large(form, x, xAt, w, wAt, y, yAt, accumulate, group, from + part / perSample, first, end);
        }
    }
}
