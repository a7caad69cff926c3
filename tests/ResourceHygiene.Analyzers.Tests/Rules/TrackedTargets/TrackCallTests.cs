using Verify = ResourceHygiene.Analyzers.Tests.Rules.TrackedTargets.TargetTest<ResourceHygiene.Analyzers.Rules.TrackedTargets.TrackCallAnalyzer>;

namespace ResourceHygiene.Analyzers.Tests.Rules.TrackedTargets;

/// <summary>RH8003: a constructor of a tracked class ends without registering the instance.</summary>
public class TrackCallTests
{
    [Theory]
    [InlineData("public Model() => Track();")]
    [InlineData("public Model() { if (DateTime.Now.Ticks > 0) this.Track(name: \"x\"); }")]
    [InlineData("public Model() : this(1) { } private Model(int bytes) => Track(bytes: bytes);")]
    [InlineData("public Model() => Open(); private void Open() => Register(); private void Register() => Track();")]
    [InlineData("public Model() { Open(); void Open() => Track(); }")]
    [InlineData("private Model() { } public static Model Load() { var model = new Model(); model.Track(); return model; }")]
    [InlineData("private Model() { } public static async Task<Model> LoadAsync() { var model = new Model(); await model.OpenAsync(); return model; } private async Task OpenAsync() { await Task.Yield(); Track(); }")]
    [InlineData("static Model() { } public Model() => Track();")]
    public Task Is_silent_on_constructors_that_lead_to_Track(string members) => Verify.VerifyAsync(Tracked(members));

    [Theory]
    [InlineData("public {|RH8003:Model|}() { }")]
    [InlineData("public Model() => Track(); public {|RH8003:Model|}(int bytes) { }")]
    [InlineData("public {|RH8003:Model|}() => Open(); private void Open() => Open();")]
    [InlineData("public {|RH8003:Model|}() { } public static Model Load() { var model = new Model(); model.Track(); return model; }")]
    [InlineData("public {|RH8003:Model|}(Model other) { other.Track(); }")]
    [InlineData("private {|RH8003:Model|}() { } public static Model Load() => new Model();")]
    public Task Reports_constructors_that_do_not(string members) => Verify.VerifyAsync(Tracked(members));

    [Theory]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class {|RH8003:Model|} { }")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class {|RH8003:Model|}(int bytes) { public int Bytes => bytes; }")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial record {|RH8003:Model|}(string Name) { }")]
    [InlineData("partial class Model { } [TrackedResource(Type = \"x\")] sealed partial class {|RH8003:Model|} { }")]
    public Task Reports_the_type_where_there_is_no_body_to_call_from(string source) => Verify.VerifyAsync(source);

    [Theory]
    [InlineData("[TrackedResource(Type = \"x\")] sealed class Model { }")]
    [InlineData("sealed partial class Studio { [TrackedResource(Type = \"x\")] public partial string? Frames { get; set; } }")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial record Clip { public Clip() => Track(); }")]
    public Task Is_silent_where_there_is_no_Track_to_call(string source) => Verify.VerifyAsync(source);

    [Fact]
    public Task Message_says_what_is_lost_and_what_to_write() => Verify.VerifyMessageAsync(
        "[TrackedResource(Type = \"x\")] sealed partial class Encoder { public {|#0:Encoder|}() { } }",
        "RH8003",
        "'Encoder' is not registered by this constructor: it is never let go under pressure and its leaks go unseen; end it with Track(...)");

    private static string Tracked(string members) => $"[TrackedResource(Type = \"x\")] sealed partial class Model {{ {members} }}";

    [Fact]
    public Task Default_value_of_a_struct_owns_nothing_and_registers_nothing() => Verify.VerifyAsync(
        "[TrackedResource(Type = \"x\")] partial struct Pin { public Pin(int number) => Track(bytes: number); }");

    [Fact]
    public Task Constructor_of_a_struct_registers_like_any_other() => Verify.VerifyAsync(
        "[TrackedResource(Type = \"x\")] partial struct Pin { public {|RH8003:Pin|}(int number) { } }");

    [Fact]
    public Task Constructor_of_a_derived_class_registers_though_its_base_calls_Track() => Verify.VerifyAsync(
        "[TrackedResource(Type = \"x\")] partial class Base { public Base() => Track(); } [TrackedResource(Type = \"x\")] partial class Derived : Base { public {|RH8003:Derived|}() { } }");
}
