using Verify = ResourceHygiene.Analyzers.Tests.Rules.TrackedTargets.TargetTest<ResourceHygiene.Analyzers.Rules.TrackedTargets.TrackedRecordCopyAnalyzer>;

namespace ResourceHygiene.Analyzers.Tests.Rules.TrackedTargets;

/// <summary>RH8014: <c>with</c> on a tracked record.</summary>
public class TrackedRecordCopyTests
{
    [Theory]
    [InlineData("sealed partial record Clip")]
    [InlineData("partial record Clip<T>")]
    public Task Reports_with_on_a_tracked_record(string declaration) => Verify.VerifyAsync(
        $$"""
        [TrackedResource(Type = "x")] {{declaration}} { public Clip() => Track(); public object Copy() => {|RH8014:this with { }|}; }
        """);

    [Fact]
    public Task Reports_with_on_a_record_that_derives_from_a_tracked_one() => Verify.VerifyAsync(
        "[TrackedResource(Type = \"x\")] partial record Clip { public Clip() => Track(); } record Scene(int Number) : Clip { public object Next() => {|RH8014:this with { Number = 2 }|}; }");

    [Theory]
    [InlineData("[TrackedResource(Type = \"x\")] partial record struct Clip { public int Number { get; init; } public Clip(int number) { Number = number; Track(); } public object Copy() => this with { Number = 2 }; }")]
    [InlineData("record Plain { public object Copy() => this with { }; }")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial record Clip { public Clip() => Track(); private Clip(Clip original) => Track(); public object Copy() => this with { }; }")]
    [InlineData("record struct Value { public object Copy() => this with { }; }")]
    public Task Is_silent_on(string source) => Verify.VerifyAsync(source);

    [Fact]
    public Task Message_says_why_and_what_instead() => Verify.VerifyMessageAsync(
        "[TrackedResource(Type = \"x\")] sealed partial record Clip { public Clip() => Track(); public Clip Copy() => {|#0:this with { }|}; }",
        "RH8014",
        "'with' on 'Clip' makes a second owner of the same resources and throws at run time; create a new 'Clip' instead");
}
