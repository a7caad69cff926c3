using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Rules;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>The last additional location is where the resource is lost, also where the graph keeps no trace of it.</summary>
public sealed class DiagnosticsPlaces
{
    [Fact]
    public Task A_return_behind_other_statements() => Verify(
        "var resource = {|RH1002:new Resource()|};\nif ({|#0:flag|})\n{\n    Console.WriteLine();\n    {|#1:return;|}\n}\nresource.Dispose();");

    [Fact]
    public Task A_return_behind_the_deciding_branch() => Verify(
        "var resource = {|RH1002:new Resource()|};\nif ({|#0:flag|})\n{\n    resource.Dispose();\n    return;\n}\nConsole.WriteLine();\n{|#1:return;|}");

    [Fact]
    public Task A_continue_in_a_block() => Verify(
        "for (; ; )\n{\n    var resource = {|RH1002:new Resource()|};\n    if ({|#0:flag|})\n    {\n        Console.WriteLine();\n        {|#1:continue;|}\n    }\n    resource.Dispose();\n}");

    [Fact]
    public Task A_break_of_a_switch_is_not_the_end() => Verify(
        "var resource = {|RH1002:new Resource()|};\nif ({|#0:flag|})\n{\n    resource.Dispose();\n    return;\n}\nswitch (path)\n{\n    default:\n        break;\n}\n{|#1:return;|}");

    [Fact]
    public Task The_brace_of_the_block_that_declares_it() => Verify(
        "{\n    var resource = {|RH1002:new Resource()|};\n    if ({|#0:flag|})\n        resource.Dispose();\n{|#1:}|}\nConsole.WriteLine();");

    [Fact]
    public Task The_brace_of_a_loops_body() => Verify(
        "while (path.Length > 3)\n{\n    var resource = {|RH1002:new Resource()|};\n    if ({|#0:flag|})\n        resource.Dispose();\n{|#1:}|}");

    [Fact]
    public Task A_finally_on_the_way_out_is_not_the_end() => Verify(
        "var resource = {|RH1002:new Resource()|};\ntry\n{\n    if ({|#0:flag|})\n        {|#1:return;|}\n    resource.Dispose();\n}\nfinally\n{\n    Console.WriteLine();\n}");

    [Fact]
    public Task A_jump_to_another_section_is_not_the_end() => Verify(
        """
        class C
        {
            void M(int kind)
            {
                var resource = {|RH1002:new Resource()|};
                switch (kind)
                {
                    case {|#0:0|}:
                        goto default;
                    case 1:
                        resource.Dispose();
                        break;
                    default:
                        break;
                }
            {|#1:}|}
        }
        """,
        new DiagnosticResult("RH1002").WithAdditionalLocations(0, 1));

    [Fact]
    public async Task The_message_advises_no_using_for_what_another_path_hands_on()
    {
        AnalyzerTest<OwnershipAnalyzer> test = LeakCode.Test("class C { Stream? M(string path, bool flag) { var held = {|RH1002:File.OpenRead(path)|}; if (flag) return null; return held; } }");
        test.ExpectedDiagnostics.Add(new DiagnosticResult("RH1002").WithMessage("FileStream 'held' (opened here) is not released when 'flag' is true (line 1); release it there too"));
        await test.RunAsync();
    }

    private static Task Verify(string statements) =>
        Verify($"class C\n{{\nvoid M(string path, bool flag)\n{{\n{statements}\n}}\n}}", new DiagnosticResult("RH1002").WithAdditionalLocations(0, 1));

    private static Task Verify(string source, DiagnosticResult expected)
    {
        AnalyzerTest<OwnershipAnalyzer> test = LeakCode.Test(source);
        test.ExpectedDiagnostics.Add(expected);
        return test.RunAsync();
    }
}
