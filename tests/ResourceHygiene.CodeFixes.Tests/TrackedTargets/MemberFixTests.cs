using After = ResourceHygiene.CodeFixes.Tests.TrackedTargets.TargetFixes<ResourceHygiene.Analyzers.Rules.TrackedTargets.TrackedTargetAnalyzer, ResourceHygiene.CodeFixes.TrackedTargets.CorrectAfterFix>;
using Property = ResourceHygiene.CodeFixes.Tests.TrackedTargets.TargetFixes<ResourceHygiene.Analyzers.Rules.TrackedTargets.TrackedTargetAnalyzer, ResourceHygiene.CodeFixes.TrackedTargets.CompletePropertyFix>;

namespace ResourceHygiene.CodeFixes.Tests.TrackedTargets;

/// <summary>Members of a target become ones that can be tracked and released.</summary>
public sealed class MemberFixTests
{
    private const string GeneratorHasNotRun = "CS9248";

    [Theory]
    [InlineData("public string? {|RH8005:Frames|} { get; set; }", "public partial string? Frames { get; set; }")]
    [InlineData("public string {|RH8005:Frames|} { get; set; }", "public partial string? Frames { get; set; }", "CS8618")]
    [InlineData("public string? {|RH8005:Frames|} { get; }", "public partial string? Frames { get; private set; }")]
    [InlineData("private partial string? {|RH8005:Frames|} { get; }", "private partial string? Frames { get; set; }")]
    [InlineData("string? {|RH8005:Frames|} { get; init; }", "partial string? Frames { get; init; }")]
    public Task A_property(string before, string after, params string[] errors) => Property.Fixes(
        $"partial class Studio\n{{\n    // What is shown.\n    [TrackedResource(Type = \"x\")]\n    {before}\n}}",
        $"partial class Studio\n{{\n    // What is shown.\n    [TrackedResource(Type = \"x\")]\n    {after}\n}}",
        [.. errors, GeneratorHasNotRun]);

    [Theory]
    [InlineData("public string? {|RH8005:Frames|} { get; set; } = \"\";")]
    [InlineData("public string? {|RH8005:Frames|} => \"\";")]
    [InlineData("public static string? {|RH8005:Frames|} { get; set; }")]
    [InlineData("public int {|RH8005:Count|} { get; set; }")]
    [InlineData("public string {|RH8005:Frames|} { get; set; } public int Length => Frames.Length;", "CS8618")]
    public Task Not_a_property_that_means_something_else(string member, params string[] errors) =>
        Property.OffersNothing($"#nullable enable\npartial class Studio {{ [TrackedResource(Type = \"x\")] {member} }}", errors);

    [Theory]
    [InlineData("[Owned(After = \"module\")] Stream? {|RH8008:_other|} = null;", "[Owned(After = nameof(_module))] Stream? _other = null;")]
    [InlineData("[Owned(After = \"Modules\")] Stream? {|RH8008:_other|} = null;", "[Owned] Stream? _other = null;")]
    [InlineData("[Owned(After = \"x\", Family = \"y\")] Stream? {|RH8008:_other|} = null;", "[Owned(Family = \"y\")] Stream? _other = null;")]
    [InlineData("[Owned(After = nameof(_self))] Stream? {|RH8009:_self|} = null;", "[Owned] Stream? _self = null;")]
    public Task After_names_a_member_or_goes(string before, string after) => After.Fixes(
        $"[TrackedResource(Type = \"x\")]\npartial class Owner\n{{\n    [Owned] Stream? _module = null;\n    {before}\n}}",
        $"[TrackedResource(Type = \"x\")]\npartial class Owner\n{{\n    [Owned] Stream? _module = null;\n    {after}\n}}",
        "CS0414");
}
