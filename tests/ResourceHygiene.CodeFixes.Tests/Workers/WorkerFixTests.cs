using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Analyzers.Rules.Workers;
using ResourceHygiene.CodeFixes.TrackedTargets;
using ResourceHygiene.CodeFixes.Workers;
using ResourceHygiene.Testing;

namespace ResourceHygiene.CodeFixes.Tests.Workers;

/// <summary>What is written where a class or Main is not ready for workers, as in an editor in which the generator has not run.</summary>
public sealed class WorkerFixTests
{
    private const string Service =
        """

        namespace Media
        {
            public sealed partial class Renderer
            {
                [ResourceHygiene.Workers.WorkerCommand]
                public int Run() => 1;
            }
        }
        """;

    [Fact]
    public Task Class_and_its_container_become_partial() => Fixes<WorkerCommandAnalyzer, MakePartialFix>(
        """
        class Outer
        {
            sealed class {|RH8015:Renderer|}
            {
                [ResourceHygiene.Workers.WorkerCommand]
                public int Run() => 1;
            }
        }
        """,
        """
        partial class Outer
        {
            sealed partial class Renderer
            {
                [ResourceHygiene.Workers.WorkerCommand]
                public int Run() => 1;
            }
        }
        """);

    [Fact]
    public Task Nothing_is_offered_where_another_thing_is_wrong() => OffersNothing<WorkerCommandAnalyzer, MakePartialFix>(
        "static partial class {|RH8015:Tools|} { [ResourceHygiene.Workers.WorkerCommand] public static int Run() => 1; }");

    [Fact]
    public Task Main_with_a_result() => Fixes<WorkerHostAnalyzer, RunWorkerHostFix>(
        """
        using Media;
        using ResourceHygiene.Workers;

        static class Program
        {
            static int {|RH8018:Main|}()
            {
                // The work.
                _ = new RendererClient();
                return 0;
            }
        }
        """ + Service,
        """
        using Media;
        using ResourceHygiene.Workers;

        static class Program
        {
            static int Main()
            {
                // The work.
                if (WorkerHost.TryRun(out int exitCode, Renderer.Worker))
                    return exitCode;
                _ = new RendererClient();
                return 0;
            }
        }
        """ + Service,
        OutputKind.ConsoleApplication);

    [Fact]
    public Task Main_without_a_result_says_it_otherwise() => Fixes<WorkerHostAnalyzer, RunWorkerHostFix>(
        """
        static class Program
        {
            static async Task {|RH8018:Main|}()
            {
                await using var client = new Media.RendererClient();
            }
        }
        """ + Service,
        """
        static class Program
        {
            static async Task Main()
            {
                if (ResourceHygiene.Workers.WorkerHost.TryRun(out int exitCode, Media.Renderer.Worker))
                {
                    Environment.ExitCode = exitCode;
                    return;
                }
                await using var client = new Media.RendererClient();
            }
        }
        """.Replace("ResourceHygiene.Workers.WorkerHost", "global::ResourceHygiene.Workers.WorkerHost", StringComparison.Ordinal).Replace("exitCode, Media", "exitCode, global::Media", StringComparison.Ordinal) + Service,
        OutputKind.ConsoleApplication);

    [Fact]
    public Task Nothing_is_offered_where_Main_is_an_expression() => OffersNothing<WorkerHostAnalyzer, RunWorkerHostFix>(
        "static class Program { static void {|RH8018:Main|}() => Console.WriteLine(new Media.RendererClient()); }" + Service, OutputKind.ConsoleApplication);

    private static Task Fixes<TAnalyzer, TFix>(string before, string after, OutputKind kind = OutputKind.DynamicallyLinkedLibrary)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : CodeFixProvider, new()
    {
        CodeFixTest<TAnalyzer, TFix> test = Test<TAnalyzer, TFix>(before, kind);
        test.FixedSources.Add(after);
        return test.RunAsync();
    }

    private static Task OffersNothing<TAnalyzer, TFix>(string source, OutputKind kind = OutputKind.DynamicallyLinkedLibrary)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : CodeFixProvider, new() => Test<TAnalyzer, TFix>(source, kind).RunAsync();

    private static CodeFixTest<TAnalyzer, TFix> Test<TAnalyzer, TFix>(string source, OutputKind kind)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : CodeFixProvider, new()
    {
        var test = new CodeFixTest<TAnalyzer, TFix> { Sources = { source }, OutputKind = kind };
        // The client, and the service of a class, are generated.
        test.AllowedCompilerDiagnostics.UnionWith(["CS0246", "CS0234", "CS0117"]);
        return test;
    }
}
