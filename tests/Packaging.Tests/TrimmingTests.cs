using System.Xml.Linq;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Packaging.Tests;

/// <summary>
/// Programs that are published trimmed, with their runtime. Where our assemblies are kept whole, the trimmer looks at every line of them;
/// a warning fails the test.
/// </summary>
[Collection(Packages.TestCollection)]
public sealed class TrimmingTests(Packages packages)
{
    private const string TrackingProgram =
        """
        using ResourceHygiene;

        using (var studio = new Studio { Frames = new Part("frames") })
            Console.WriteLine($"registered: {!studio.Handle.IsNone}");
        Console.WriteLine("end of main");

        [TrackedResource(Type = "studio")]
        internal sealed partial class Studio
        {
            [Owned] private readonly Part _file = new("file");

            public Studio() => Track(bytes: 8);

            public ResourceHandle Handle => TrackedHandle;

            [TrackedResource(Type = "frames")]
            public partial Part? Frames { get; set; }
        }

        internal sealed class Part(string name) : IDisposable
        {
            public void Dispose() => Console.WriteLine($"releasing {name}");
        }
        """;

    /// <summary>Its own worker: what is generated runs in a second process, with JSON, payloads and commands of the system.</summary>
    private const string WorkerProgram =
        """
        using System.Collections.Immutable;
        using System.Text.Json.Serialization;
        using ResourceHygiene.Workers;

        if (WorkerHost.TryRun(out var exitCode, Gallery.Worker))
            return exitCode;

        await using (var client = new GalleryClient(new WorkerOptions { Mode = WorkerMode.Always }))
        {
            var unit = await client.SwitchAsync("pictures");
            var picture = new Picture("small", 3, new Circle(1.5)) { Taken = DayOfWeek.Monday, Rated = Quality.Good, Sizes = { [1] = [0.5, double.NaN] }, Tags = ["a", "b"] };
            var turned = await unit.TurnAsync(picture);
            Console.WriteLine($"{turned.Name} {turned.Outline} {turned.Taken} {turned.Rated} {string.Join(',', turned.Sizes[1])} {string.Join(',', turned.Tags)}");
            Console.WriteLine($"sum {await unit.SumAsync(new float[] { 1, 2, 4 })}");
            try
            {
                await unit.FailAsync("as told");
            }
            catch (WorkerException failed)
            {
                Console.WriteLine($"{failed.Failure}: {failed.RemoteType}");
            }
            await client.SwitchAsync("others");
            Console.WriteLine($"isolated: {client.Worker.Status.IsIsolated}");
        }

        await using var pool = new CommandPool();
        Console.WriteLine((await pool.RunAsync(new CommandRequest("echo", "a command"))).Output.Text.TrimEnd());
        Console.WriteLine(await pool.RunAsync(static _ => new ValueTask<string>("a job")));
        return 0;

        internal enum Quality { Poor, Good }

        internal sealed record Picture(string Name, int Width, Shape Outline)
        {
            [JsonConverter(typeof(JsonStringEnumConverter<DayOfWeek>))] public DayOfWeek? Taken { get; init; }
            public Quality? Rated { get; set; }
            public Dictionary<int, double[]> Sizes { get; init; } = [];
            public ImmutableArray<string> Tags { get; init; } = [];
        }

        [JsonDerivedType(typeof(Circle), "circle")]
        internal abstract record Shape;

        internal sealed record Circle(double Radius) : Shape;

        internal sealed partial class Gallery(string folder)
        {
            [WorkerCommand] public Picture Turn(Picture picture) => picture with { Name = $"{folder}/{picture.Name}" };

            [WorkerCommand] public float Sum(ReadOnlySpan<float> values)
            {
                var sum = 0f;
                foreach (var value in values)
                    sum += value;
                return sum;
            }

            [WorkerCommand] public void Fail(string why) => throw new InvalidDataException(why);
        }
        """;

    [Fact]
    public async Task Generated_workers_run_in_a_process_of_their_own()
    {
        Consumer consumer = await CreateAsync("trimmed-workers", "", ["ResourceHygiene", "ResourceHygiene.Workers"], """<TrimmerRootAssembly Include="ResourceHygiene.Workers" />""", WorkerProgram);

        string output = await RunAsync(await consumer.PublishAsync());

        Assert.Equal(
            [
                "pictures/small Circle { Radius = 1.5 } Monday Good 0.5,NaN a,b",
                "sum 7",
                "CommandThrew: System.IO.InvalidDataException",
                "isolated: True",
                "a command",
                "a job",
            ],
            Lines(output));
    }

    [Fact]
    public async Task What_tracks_is_left_out_where_tracking_is_off_and_all_is_released_as_before()
    {
        Consumer on = await CreateAsync("trimmed-tracking-on", "", ["ResourceHygiene"], "", TrackingProgram);
        Consumer off = await CreateAsync("trimmed-tracking-off", "<ResourceHygieneTracking>off</ResourceHygieneTracking>", ["ResourceHygiene"], "", TrackingProgram);

        string withTracking = await on.PublishAsync();
        string without = await off.PublishAsync();

        Assert.Equal(["registered: True", "releasing frames", "releasing file", "end of main"], Lines(await RunAsync(withTracking)));
        Assert.Equal(["registered: False", "releasing frames", "releasing file", "end of main"], Lines(await RunAsync(without)));
        Assert.True(HoldsRegister(withTracking), "With tracking the register is not there either, so this test says nothing.");
        Assert.False(HoldsRegister(without), "With ResourceHygieneTracking=off the register is still in the trimmed program.");
    }

    [Fact]
    public async Task A_hosted_program_cleans_up_when_it_is_stopped()
    {
        Consumer consumer = await CreateAsync(
            "trimmed-host",
            "",
            ["ResourceHygiene", "ResourceHygiene.Hosting"],
            $"""
            <PackageReference Include="Microsoft.Extensions.Hosting" Version="{VersionOf("Microsoft.Extensions.Hosting")}" />
            <TrimmerRootAssembly Include="ResourceHygiene.Hosting" />
            <TrimmerRootAssembly Include="ResourceHygiene" />
            """,
            await File.ReadAllTextAsync(RepositoryPaths.Combine("tests", "HostProbe", "Program.cs")));
        string folder = await consumer.PublishAsync();
        if (OperatingSystem.IsWindows())
            return;

        // Reads the program's first line, ends it, and reads the rest. Not with SIGHUP, which is ignored by all that is started under nohup.
        const string end = """exec 3< <("$0" wait); read -r line <&3; echo "$line"; kill -TERM $!; cat <&3; wait $!""";
        ProcessResult run = (await new ProcessRunner().RunAsync("bash", "-c", end, Path.Combine(folder, "Consumer"))).ShouldSucceed();

        Assert.Equal(["ready", "service stops", "releasing index", "end of main"], Lines(run.Output));
    }

    private Task<Consumer> CreateAsync(string name, string properties, string[] ours, string items, string program) => Consumer.CreateAsync(
        packages,
        name,
        new ConsumerProject
        {
            Packages = ours,
            Properties =
                $"""
                <UseCurrentRuntimeIdentifier>true</UseCurrentRuntimeIdentifier>
                <SelfContained>true</SelfContained>
                <DisableTransitiveFrameworkReferenceDownloads>true</DisableTransitiveFrameworkReferenceDownloads>
                <PublishTrimmed>true</PublishTrimmed>
                <TrimmerSingleWarn>false</TrimmerSingleWarn>
                <InvariantGlobalization>true</InvariantGlobalization>
                <ResourceHygieneMode>none</ResourceHygieneMode>
                {properties}
                """,
            Items = items,
            NeedsOthers = true,
        },
        ("Program.cs", program));

    private static async Task<string> RunAsync(string folder) =>
        (await new ProcessRunner().RunAsync(Path.Combine(folder, "Consumer"))).ShouldSucceed().Output;

    /// <summary>By a type that only the register needs.</summary>
    private static bool HoldsRegister(string folder) =>
        File.ReadAllBytes(Path.Combine(folder, "ResourceHygiene.dll")).AsSpan().IndexOf("SlotTable"u8) >= 0;

    private static string VersionOf(string package) => XDocument.Load(RepositoryPaths.Combine("Directory.Packages.props"))
        .Descendants("PackageVersion").Single(version => (string?)version.Attribute("Include") == package).Attribute("Version")!.Value;

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
