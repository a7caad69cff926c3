using Microsoft.CodeAnalysis;
using Verify = ResourceHygiene.Testing.AnalyzerVerifier<ResourceHygiene.Testing.Tests.VariableNameAnalyzer>;

namespace ResourceHygiene.Testing.Tests.Analyzers;

public sealed class AnalyzerVerifierTests
{
    [Fact]
    public Task Markup_names_the_diagnostics() => Verify.VerifyAsync(
        """
        class C
        {
            void M()
            {
                int [|bad|] = 1;
                int {|T002:worse|} = 2, good = 3;
            }
        }
        """);

    [Fact]
    public Task Details_describe_marked_spans_in_order() => Verify.VerifyAsync(
        "class C { void First() { int [|bad|] = 1; } void Second() { int [|bad|] = 1; } }",
        Verify.Diagnostic().WithMessage("Variable 'bad' of 'First' has a bad name").WithSeverity(DiagnosticSeverity.Warning),
        Verify.Diagnostic(VariableNameAnalyzer.Bad).WithArguments("bad", "Second"));

    [Fact]
    public Task Markers_name_locations_and_additional_locations() => Verify.VerifyAsync(
        "class C { void {|#1:First|}() { int {|#0:bad|} = 1; } }",
        Verify.Diagnostic("T001", "Variable 'bad' of 'First' has a bad name").WithLocation(0).WithAdditionalLocations(1));

    [Fact]
    public Task A_position_names_a_location() => Verify.VerifyAsync(
        "class C { void M() { int bad = 1; } }",
        Verify.Diagnostic("T001").WithLocation("Test0.cs", 1, 26));

    [Fact]
    public Task Marked_compiler_errors_are_expected() => Verify.VerifyAsync("class C { int F() => {|CS0103:missing|}; }");

    [Fact]
    public Task A_missing_diagnostic_fails() => Failure.ExpectAsync(
        () => Verify.VerifyAsync("class C { void M() { int [|good|] = 1; } }"),
        "1 missing, 0 unexpected", "Missing: Test0.cs(1,26): T001", "int good = 1;", "~~~~");

    [Fact]
    public Task An_extra_diagnostic_fails() => Failure.ExpectAsync(
        () => Verify.VerifyAsync("class C { void M() { int bad = 1; } }"),
        "0 missing, 1 unexpected", "Unexpected: Test0.cs(1,26): warning T001: Variable 'bad' of 'M' has a bad name");

    [Fact]
    public Task A_diagnostic_reported_once_does_not_satisfy_two_expectations() => Failure.ExpectAsync(
        () => Verify.VerifyAsync("class C { void M() { int {|T001:[|bad|]|} = 1; } }"),
        "1 missing, 0 unexpected");

    [Fact]
    public Task A_wrong_span_fails() => Failure.ExpectAsync(
        () => Verify.VerifyAsync("class C { void M() { [|int bad|] = 1; } }"),
        "1 missing, 1 unexpected", "Test0.cs(1,22): T001", "Test0.cs(1,26): warning T001");

    [Fact]
    public Task A_wrong_id_fails() => Failure.ExpectAsync(
        () => Verify.VerifyAsync("class C { void M() { int {|T002:bad|} = 1; } }"),
        "1 missing, 1 unexpected");

    [Fact]
    public Task A_wrong_message_fails() => Failure.ExpectAsync(
        () => Verify.VerifyAsync("class C { void M() { int [|bad|] = 1; } }", Verify.Diagnostic("T001", "other")),
        "but its message is \"Variable 'bad' of 'M' has a bad name\", expected \"other\"");

    [Fact]
    public Task Wrong_arguments_fail() => Failure.ExpectAsync(
        () => Verify.VerifyAsync("class C { void M() { int [|bad|] = 1; } }", Verify.Diagnostic().WithArguments("bad", "Other")),
        "expected \"Variable 'bad' of 'Other' has a bad name\"");

    [Fact]
    public Task A_wrong_severity_fails() => Failure.ExpectAsync(
        () => Verify.VerifyAsync("class C { void M() { int [|bad|] = 1; } }", Verify.Diagnostic().WithSeverity(DiagnosticSeverity.Error)),
        "severity is Warning, expected Error");

    [Fact]
    public Task A_wrong_additional_location_fails() => Failure.ExpectAsync(
        () => Verify.VerifyAsync("class {|#0:C|} { void M() { int [|bad|] = 1; } }", Verify.Diagnostic().WithAdditionalLocations(0)),
        "additional locations are");

    [Fact]
    public Task Unwanted_additional_locations_fail() => Failure.ExpectAsync(
        () => Verify.VerifyAsync("class C { void M() { int [|bad|] = 1; } }", Verify.Diagnostic().WithAdditionalLocations()),
        "additional locations are");

    [Fact]
    public Task A_wrong_position_fails() => Failure.ExpectAsync(
        () => Verify.VerifyAsync("class C { void M() { int bad = 1; } }", Verify.Diagnostic().WithLocation("Test0.cs", 1, 25)),
        "1 missing, 1 unexpected");

    [Fact]
    public Task A_diagnostic_expected_nowhere_but_reported_somewhere_fails() => Failure.ExpectAsync(
        () => Verify.VerifyAsync("class C { void M() { int bad = 1; } }", Verify.Diagnostic().WithNoLocation()),
        "(no location) T001");

    [Fact]
    public Task A_compiler_error_fails() => Failure.ExpectAsync(
        () => Verify.VerifyAsync("class C { int F() => missing; }"),
        "error CS0103");

    [Fact]
    public Task An_exception_in_the_analyzer_fails_with_its_text() => Failure.ExpectAsync(
        () => AnalyzerVerifier<ThrowingAnalyzer>.VerifyAsync("class C { void M() { } }"),
        "ThrowingAnalyzer threw", "AD0001", "planted in the analyzer", "at ResourceHygiene.Testing.Tests.ThrowingAnalyzer");

    [Fact]
    public Task Details_without_a_span_to_describe_fail() => Failure.ExpectAsync(
        () => Verify.VerifyAsync("class C;", Verify.Diagnostic()),
        "no marked span of that id is left");

    [Fact]
    public Task A_marker_that_nothing_uses_fails() => Failure.ExpectAsync(
        () => Verify.VerifyAsync("class {|#0:C|};"),
        "No expected diagnostic uses marker {|#0:...|}");

    [Fact]
    public Task A_marker_that_does_not_exist_fails() => Failure.ExpectAsync(
        () => Verify.VerifyAsync("class C;", Verify.Diagnostic().WithLocation(7)),
        "There is no marker {|#7:...|}");
}
