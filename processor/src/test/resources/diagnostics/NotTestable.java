package diagnostics;

import dev.netwright.annotations.*;

// OPTIONS -Anetwright.base=${diagnostics} -Anetwright.schemas=schemas
@Network
interface NotTestable {
    @Input(4) Tensor x();
    @Dense(2) Tensor y();
}

@CompatibilityTest(NotTestable.class) // ERROR^.class^: [NotTestable] no test of the versions of diagnostics.NotTestable: no version of it is locked
// | expected: schemas/diagnostics.NotTestable/1.json
// | found:    no such file
class Test {}

@CompatibilityTest(Test.class) // ERROR^.class^: [NotANetwork] @CompatibilityTest needs a network, which 'Test' is not here
class Other {}
