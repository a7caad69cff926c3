using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ResourceHygiene.Testing.Tests.Analyzers;

public sealed class AnalyzerTestTests
{
    [Fact]
    public Task Several_sources_are_one_project() => new AnalyzerTest<VariableNameAnalyzer>
    {
        Sources =
        {
            "partial class C { void M() { int [|bad|] = Other(); } }",
            { "Other.cs", "partial class C { static int Other() { int [|bad|] = 1; return bad; } }" },
        },
    }.RunAsync();

    [Fact]
    public Task Build_properties_reach_the_analyzer() => new AnalyzerTest<VariableNameAnalyzer>
    {
        TestCode = "class C { void M() { int [|ugly|] = 1; } }",
        BuildProperties = { ["AlsoBad"] = "ugly" },
    }.RunAsync();

    [Fact]
    public Task Global_config_reaches_the_analyzer() => new AnalyzerTest<VariableNameAnalyzer>
    {
        TestCode = "class C { void M() { int [|ugly|] = 1; } }",
        GlobalConfig = "build_property.AlsoBad = ugly",
    }.RunAsync();

    [Fact]
    public Task Editorconfig_sets_severities() => new AnalyzerTest<VariableNameAnalyzer>
    {
        TestCode = "class C { void M() { int [|bad|] = 1; int worse = 2; } }",
        EditorConfig = "[*.cs]\ndotnet_diagnostic.T001.severity = error\ndotnet_diagnostic.T002.severity = none",
        ExpectedDiagnostics = { AnalyzerVerifier<VariableNameAnalyzer>.Diagnostic().WithSeverity(DiagnosticSeverity.Error) },
    }.RunAsync();

    [Fact]
    public Task Suppressed_diagnostics_are_not_reported() => AnalyzerVerifier<VariableNameAnalyzer>.VerifyAsync(
        """
        class C
        {
            void M()
            {
        #pragma warning disable T001
                int bad = 1;
        #pragma warning restore T001
            }
        }
        """);

    [Fact]
    public Task Markup_works_in_additional_files() => new AnalyzerTest<AdditionalFileAnalyzer>
    {
        TestCode = "class C;",
        AdditionalFiles = { { "words.txt", "[|hello|] world" } },
        ExpectedDiagnostics = { AnalyzerVerifier<AdditionalFileAnalyzer>.Diagnostic().WithArguments("hello") },
    }.RunAsync();

    [Fact]
    public Task A_diagnostic_in_an_additional_file_counts() => Failure.ExpectAsync(
        () => new AnalyzerTest<AdditionalFileAnalyzer> { TestCode = "class C;", AdditionalFiles = { { "words.txt", "hello world" } } }.RunAsync(),
        "Unexpected: words.txt(1,1): warning T003");

    [Fact]
    public Task The_analyzer_sees_generated_code() => new AnalyzerTest<VariableNameAnalyzer>
    {
        TestCode =
            """
            class MarkAttribute : Attribute;

            [Mark]
            partial class C
            {
                int M() { int [|bad|] = MemberCount; return bad; }
            }
            """,
        Generators = { new MarkGenerator() },
    }.RunAsync();

    [Fact]
    public Task An_exception_in_a_generator_fails() => Failure.ExpectAsync(
        () => new AnalyzerTest<VariableNameAnalyzer>
        {
            TestCode = "class MarkAttribute : Attribute; [Mark] partial class C;",
            Generators = { new ThrowingGenerator() },
        }.RunAsync(),
        "ThrowingGenerator threw", "CS8785", "planted in the generator");

    [Fact]
    public Task Marked_warnings_of_the_compiler_are_compared() => AnalyzerVerifier<VariableNameAnalyzer>.VerifyAsync(
        "class C { private int {|CS0169:_unused|}; }");

    [Fact]
    public Task Allowed_compiler_errors_do_not_fail() => new AnalyzerTest<VariableNameAnalyzer>
    {
        TestCode = "class C { int F() => missing; }",
        AllowedCompilerDiagnostics = { "CS0103" },
    }.RunAsync();

    [Fact]
    public Task The_language_version_is_the_one_asked_for() => new AnalyzerTest<VariableNameAnalyzer>
    {
        TestCode = "{|CS8773:namespace|} N; class C { }",
        LanguageVersion = LanguageVersion.CSharp9,
    }.RunAsync();

    [Fact]
    public Task The_nullable_context_is_the_one_asked_for() => new AnalyzerTest<VariableNameAnalyzer>
    {
        TestCode = "class C { string{|CS8632:?|} F; public C() => F = null; }",
        Nullable = NullableContextOptions.Disable,
    }.RunAsync();

    [Fact]
    public Task A_program_needs_an_entry_point() => new AnalyzerTest<VariableNameAnalyzer>
    {
        TestCode = "class C;",
        OutputKind = OutputKind.ConsoleApplication,
        ExpectedDiagnostics = { new DiagnosticResult("CS5001").WithNoLocation() },
    }.RunAsync();

    [Fact]
    public Task Implicit_usings_can_be_turned_off() => new AnalyzerTest<VariableNameAnalyzer>
    {
        TestCode = "class C { {|CS0246:Stream|}? F() => null; }",
        ImplicitUsings = false,
    }.RunAsync();

    [Fact]
    public Task References_can_be_added() => new AnalyzerTest<VariableNameAnalyzer>
    {
        TestCode = "class C { Xunit.FactAttribute? F() => null; }",
        References = { TestReferences.Of<FactAttribute>() },
    }.RunAsync();

    [Fact]
    public Task A_test_without_a_source_fails() => Failure.ExpectAsync(
        () => new AnalyzerTest<VariableNameAnalyzer>().RunAsync(),
        "no source");

    [Fact]
    public Task Wrong_configuration_fails() => Failure.ExpectAsync(
        () => new AnalyzerTest<VariableNameAnalyzer> { TestCode = "class C;", GlobalConfig = "[relative.cs]\nx = y" }.RunAsync(),
        "configuration is wrong");
}
