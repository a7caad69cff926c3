using ResourceHygiene.Testing;

namespace ResourceHygiene.Packaging.Tests;

/// <summary>What a person sees who adds the package to a fresh project.</summary>
[Collection(Packages.TestCollection)]
public sealed class ConsumerTests(Packages packages)
{
    private const string Program =
        """
        using ResourceHygiene;

        string path = Path.GetTempFileName();
        Notes notes = new(path);
        foreach (ResourceInfo resource in ResourceTracker.Shared.Snapshot())
            Console.WriteLine($"alive: {resource.Type} {resource.Name}");

        notes.Dispose();
        notes.Dispose();
        Console.WriteLine($"alive afterwards: {ResourceTracker.Shared.Snapshot().Length}, file open: {notes.IsOpen}");
        File.Delete(path);

        [TrackedResource(Type = "notes")]
        public sealed partial class Notes
        {
            [Owned] private readonly FileStream _file;

            public Notes(string path)
            {
                _file = File.OpenRead(path);
                Track(name: "my notes");
            }

            public bool IsOpen => _file.CanRead;
        }
        """;

    private const string Leak =
        """
        public static class Reader
        {
            public static int FirstByte(string path)
            {
                var stream = File.OpenRead(path);
                return stream.ReadByte();
            }
        }
        """;

    [Fact]
    public async Task Generated_code_tracks_and_releases()
    {
        Consumer consumer = await Consumer.CreateAsync(packages, "tracking", ("Program.cs", Program));

        ProcessResult build = (await consumer.BuildAsync("-warnaserror")).ShouldSucceed();
        ProcessResult run = (await consumer.RunAsync()).ShouldSucceed();

        Assert.DoesNotContain("warning", build.Output, StringComparison.Ordinal);
        Assert.Equal(["alive: notes my notes", "alive afterwards: 0, file open: False"], Lines(run.Output));
    }

    [Fact]
    public async Task Without_tracking_generated_code_only_releases()
    {
        Consumer consumer = await Consumer.CreateAsync(packages, "tracking-off", ("Program.cs", Program));

        (await consumer.BuildAsync("-warnaserror", "-p:ResourceHygieneTracking=off")).ShouldSucceed();
        ProcessResult run = (await consumer.RunAsync()).ShouldSucceed();
        ProcessResult neither = await consumer.BuildAsync("-p:ResourceHygieneTracking=false");

        Assert.Equal(["alive afterwards: 0, file open: False"], Lines(run.Output));
        Assert.NotEqual(0, neither.ExitCode);
        Assert.Contains("error RH9002: ResourceHygieneTracking is 'false'", neither.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_leak_is_a_warning_and_in_ci_mode_an_error()
    {
        Consumer consumer = await CreateLeakyAsync("leak");

        ProcessResult recommended = (await consumer.BuildAsync()).ShouldSucceed();
        ProcessResult ci = await consumer.BuildAsync("-p:ResourceHygieneMode=ci");

        Assert.Matches(@"Reader\.cs\(5,\d+\): warning RH1001", recommended.Output);
        Assert.NotEqual(0, ci.ExitCode);
        Assert.Matches(@"Reader\.cs\(5,\d+\): error RH1001", ci.Output);
    }

    [Fact]
    public async Task A_contract_file_in_the_project_counts_and_its_errors_are_warnings()
    {
        Consumer consumer = await Consumer.CreateAsync(
            packages,
            "contracts",
            ("Program.cs", "Console.WriteLine(Reader.FirstByte(args[0]));"),
            ("Reader.cs", Leak),
            ("ours.contracts.txt", "M:System.IO.File.OpenRead borrowed\nM:System.IO.File.OpenWrite ownd\n"));

        ProcessResult build = (await consumer.BuildAsync()).ShouldSucceed();
        ProcessResult without = (await consumer.BuildAsync("-p:EnableDefaultContractItems=false")).ShouldSucceed();

        Assert.DoesNotContain("RH1001", DiagnosticIds(build.Output), StringComparison.Ordinal);
        Assert.Matches(@"ours\.contracts\.txt\(2,28\): warning RH7005", build.Output);
        Assert.Matches(@"Reader\.cs\(5,\d+\): warning RH1001", without.Output);
    }

    [Fact]
    public async Task Mode_none_silences_every_rule()
    {
        Consumer consumer = await CreateLeakyAsync("none");

        ProcessResult build = (await consumer.BuildAsync("-p:ResourceHygieneMode=none")).ShouldSucceed();

        Assert.DoesNotContain("RH", DiagnosticIds(build.Output));
    }

    [Fact]
    public async Task A_build_publishes_what_it_found_out_about_ownership()
    {
        Consumer consumer = await Consumer.CreateAsync(
            packages,
            "summary",
            ("Program.cs", "foreach (ResourceHygiene.OwnershipSummaryAttribute summary in typeof(Files).Assembly.GetCustomAttributes(typeof(ResourceHygiene.OwnershipSummaryAttribute), false)) Console.WriteLine(summary.Contracts.Trim());"),
            ("Files.cs", "public static class Files { public static Stream Reader(string path) => File.OpenRead(path); }"));

        (await consumer.BuildAsync("-warnaserror")).ShouldSucceed();
        Assert.Equal(["M:Files.Reader(System.String) owned; tier critical"], Lines((await consumer.RunAsync()).ShouldSucceed().Output));

        (await consumer.BuildAsync("-p:ResourceHygieneSummaries=false")).ShouldSucceed();
        Assert.Empty(Lines((await consumer.RunAsync()).ShouldSucceed().Output));
    }

    [Theory]
    [InlineData("strict")]
    [InlineData("CI")]
    public async Task A_mode_that_does_not_exist_is_an_error(string mode)
    {
        Consumer consumer = await CreateLeakyAsync("mode-" + mode);

        ProcessResult build = await consumer.BuildAsync("-p:ResourceHygieneMode=" + mode);

        Assert.NotEqual(0, build.ExitCode);
        Assert.Contains($"error RH9002: ResourceHygieneMode is '{mode}'", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Older_compilers_load_analyzers_and_generators_and_newer_ones_the_fixes_too()
    {
        Consumer consumer = await CreateLeakyAsync("compilers");

        string[] older = await consumer.AnalyzersForAsync("roslyn4.8");
        string[] newer = await consumer.AnalyzersForAsync("roslyn5.0");

        Assert.Equal(["roslyn4.8/cs/ResourceHygiene.Analyzers.dll", "roslyn4.8/cs/ResourceHygiene.Generators.dll"], older);
        Assert.Equal(
            ["roslyn4.14/cs/ResourceHygiene.Analyzers.dll", "roslyn4.14/cs/ResourceHygiene.CodeFixes.dll", "roslyn4.14/cs/ResourceHygiene.Generators.dll"],
            newer);
    }

    private Task<Consumer> CreateLeakyAsync(string name) =>
        Consumer.CreateAsync(packages, name, ("Program.cs", "Console.WriteLine(Reader.FirstByte(args[0]));"), ("Reader.cs", Leak));

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string DiagnosticIds(string output) =>
        string.Join(' ', System.Text.RegularExpressions.Regex.Matches(output, "(?:warning|error) (\\w+):").Select(static match => match.Groups[1].Value));
}
