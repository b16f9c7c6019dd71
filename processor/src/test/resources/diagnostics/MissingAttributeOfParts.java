package diagnostics;

import dev.netwright.annotations.*;

class MissingAttributeOfParts {
    @Network
    interface Missing {
        @Input({6, 4}) Tensor x();
        @GroupNorm Tensor a(Tensor x); // ERROR^@GroupNorm^: [MissingAttribute] 'a' (@GroupNorm) lacks 'groups'
        // | help: write  @GroupNorm(groups = 1)
        @Split Tensor b(Tensor x); // ERROR^@Split^: [MissingAttribute] 'b' (@Split) lacks 'parts'
        // | help: write  @Split(parts = 2, index = 0)
        @Split(parts = 3) Tensor c(Tensor x); // ERROR^@Split^: [MissingAttribute] 'c' (@Split) lacks 'index'
        // | help: write  index = 0
        @Take Tensor d(Tensor x); // ERROR^@Take^: [MissingAttribute] 'd' (@Take) lacks 'value'
        // | help: write  @Take(0)
        @Unsqueeze Tensor e(Tensor x); // ERROR^@Unsqueeze^: [MissingAttribute] 'e' (@Unsqueeze) lacks 'value'
        // | help: write  @Unsqueeze(0)
        @Concat Tensor y(Tensor a, Tensor b, Tensor c, Tensor d, Tensor e);
    }
}
