using System.Text.Json;
using System.Text.Json.Serialization;
using ResourceHygiene.Workers.Tests.Faults;
using WorkerProbe;

namespace ResourceHygiene.Workers.Tests.Generated;

/// <summary>Generated clients and dispatchers with a real worker process between them, and in this process.</summary>
public sealed class GeneratedWorkerTests : AuditedTests
{
    private static readonly Pixel[] s_pixels = [new(1, 2, 3, 0.25f), new(250, 251, 252, float.NaN)];

    public static TheoryData<WorkerMode> Modes => [WorkerMode.Always, WorkerMode.Never];

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Objects_arrive_as_what_they_were(WorkerMode mode)
    {
        await using var client = new GalleryClient(Options(mode));
        var unit = await client.SwitchAsync("/pictures");
        var picture = new Picture("größer \"1\"\n", 3, 4)
        {
            Id = Guid.NewGuid(),
            Taken = DateTimeOffset.UnixEpoch,
            Histograms = { ["r"] = [1.5, double.NaN, double.PositiveInfinity], [""] = [] },
            Outline = new Box(new(0.1f, -0f), new(float.MaxValue, 2)),
            OnLoaded = () => { },
        };

        var turned = await unit.TurnAsync(picture);

        Assert.Equal((picture.Name, 4, 3, picture.Id, picture.Taken), (turned.Name, turned.Width, turned.Height, turned.Id, turned.Taken));
        Assert.Equal(picture.Histograms, turned.Histograms);
        Assert.Equal(picture.Outline, turned.Outline);
        Assert.Null(turned.OnLoaded);
    }

    [Fact]
    public async Task Generated_metadata_loses_nothing_that_reflection_sees()
    {
        await using var client = new ToolsClient(Options(WorkerMode.Never));
        var everything = new Everything { G = double.NaN };

        var echo = await client.EchoAsync(everything);

        var options = new JsonSerializerOptions { IncludeFields = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };
        Assert.NotSame(everything, echo);
        Assert.Equal(double.NegativeInfinity, await client.TwiceAsync(double.NegativeInfinity));
        Assert.Equal(JsonSerializer.Serialize(everything, options), JsonSerializer.Serialize(echo, options));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Converters_hierarchies_and_nullables_arrive_as_what_they_were(WorkerMode mode)
    {
        await using var client = new ToolsClient(Options(mode));
        var odds = new Odds
        {
            Day = DayOfWeek.Monday,
            Kept = new(1),
            Made = new(2),
            Needed = new(3),
            Commas = [4, 5],
            Price = new(Currency.Yen, 6.50m),
            Prices = [null, new(Currency.Euro, 7)],
            ByCurrency = new() { [Currency.Yen] = new(Currency.Yen, 8), [(Currency)9] = null },
            Nested = (10, Currency.Yen, (Guid.Empty, null)),
            Ragged = [[11, null], []],
            Formula = new Sum(new Number(12), new Sum(new Number(double.NaN), null)),
            Named = new() { ["a"] = new Number(13), [""] = null },
            Leaves = [new(null) { Value = 14, Next = new("b") }],
            ByLevel = new() { [Level.High] = 15, [Level.Low] = 16 },
        };

        var returned = await client.ReturnAsync(odds);
        var empty = await client.ReturnAsync(new Odds { Needed = null });

        Assert.Equal((DayOfWeek.Monday, null, 1, 2, 3), (returned.Day, returned.NoDay, returned.Kept!.Value.Open(), returned.Made!.Value.Open(), returned.Needed!.Value.Open()));
        Assert.Equal([4, 5], returned.Commas!);
        Assert.Equal(odds.Price, returned.Price);
        Assert.Equal(odds.Prices, returned.Prices!);
        Assert.Equal(odds.ByCurrency, returned.ByCurrency!);
        Assert.Equal(odds.Nested, returned.Nested);
        Assert.Equal(odds.Ragged, returned.Ragged!);
        Assert.Equal(odds.Formula, returned.Formula);
        Assert.Equal(odds.Named, returned.Named!);
        Assert.Equal(odds.Leaves, returned.Leaves!);
        Assert.Equal(odds.ByLevel, returned.ByLevel!);
        Assert.Equal(new Odds { Needed = null }, empty);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Arrays_of_nullables_and_of_parameters_are_arrays(WorkerMode mode)
    {
        await using var client = new ToolsClient(Options(mode));

        var (values, count) = await client.FillAsync([null, 1, null], 2, [0]);

        Assert.Equal([2, 1, null], values);
        Assert.Equal(3, count);
    }

    [Fact]
    public async Task Deep_trees_cross_and_what_refers_to_itself_does_not()
    {
        await using var client = new ToolsClient(Options(WorkerMode.Never));
        var deep = new Node { Value = 0 };
        for (var i = 1; i < 100; i++)
            deep = new() { Value = i, Children = [deep] };
        var endless = new Node { Value = 1, Children = new Node[1] };
        endless.Children[0] = endless;

        var echo = await client.EchoAsync(new() { Tree = deep });

        var leaf = echo.Tree!;
        while (leaf.Children is [var child])
            leaf = child;
        Assert.Equal((99, 0), (echo.Tree!.Value, leaf.Value));
        await Assert.ThrowsAsync<JsonException>(async () => await client.EchoAsync(new() { Tree = endless }));
        Assert.Equal(3, await client.TwiceAsync(1.5));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Defaults_nulls_and_lists(WorkerMode mode)
    {
        await using var client = new GalleryClient(Options(mode));
        var unit = await client.SwitchAsync("a");

        var found = await unit.FindAsync(null, [1, 2]);
        var none = await unit.FindAsync("x", [], DayOfWeek.Sunday);

        Assert.Equal(["null Friday", "null Friday", null], found.Select(static picture => picture?.Name));
        Assert.Equal([null], none);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Payloads_travel_beside_and_come_back_in_order(WorkerMode mode)
    {
        await using var client = new GalleryClient(Options(mode));
        var unit = await client.SwitchAsync("a");

        var (count, painted, mask) = await unit.PaintAsync(s_pixels, [1, 2, 3], 0.5f);
        var (_, nothing, noMask) = await unit.PaintAsync([], null, 0);

        Assert.Equal(2, count);
        Assert.Equal([s_pixels[0] with { Alpha = 0.5f }, s_pixels[1] with { Alpha = 0.5f }], painted);
        Assert.Equal([1, 2, 3], mask!);
        Assert.Empty(nothing);
        Assert.Null(noMask);
        Assert.Equal(6, await unit.SumAsync(new double[] { 1, 2, 3 }));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Shared_payload_is_given_and_taken_without_a_copy(WorkerMode mode)
    {
        await using var client = new GalleryClient(Options(mode));
        var unit = await client.SwitchAsync("a");
        using var values = SegmentPool.Shared.Copy<float>([1, 2, 4]);

        using var scaled = await unit.ScaleAsync(values, 0.5f);

        Assert.Equal([0.5f, 1, 2], scaled.ToArray());
        Assert.Equal([1, 2, 4], values.ToArray());
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task State_is_the_units_and_a_call_never_reaches_another(WorkerMode mode)
    {
        await using var client = new GalleryClient(Options(mode));
        var first = await client.SwitchAsync("a");
        _ = await first.DescribeAsync();
        var before = await first.DescribeAsync();

        var second = await client.SwitchAsync("b");
        var after = await second.DescribeAsync();
        var late = await Assert.ThrowsAsync<WorkerException>(async () => await first.DescribeAsync());

        Assert.Equal(("a", 2), (before.Folder, before.Calls));
        Assert.Equal(("b", 1), (after.Folder, after.Calls));
        Assert.Equal(mode == WorkerMode.Always, after.IsIsolated);
        Assert.Equal(mode == WorkerMode.Always, before.ProcessId != after.ProcessId);
        Assert.Equal(WorkerFailure.Superseded, late.Failure);
        Assert.Equal(("b", 2), await Described(second));
    }

    [Fact]
    public async Task Unit_of_several_values_is_made_in_the_worker()
    {
        await using var client = new MixerClient(Options(WorkerMode.Always));

        var unit = await client.SwitchAsync(2, new Mix { Gain = 0.5, Names = ["left", "right"] });

        Assert.Equal($"2 x 0.5 left+right in {unit.Name}", await unit.DescribeAsync());
        Assert.Equal("""[2,{"Gain":0.5,"Names":["left","right"]}]""", unit.Name);
    }

    [Fact]
    public async Task Unit_is_made_anew_after_its_worker_died()
    {
        await using var client = new GalleryClient(Options(WorkerMode.Always));
        var unit = await client.SwitchAsync("a");
        _ = await unit.DescribeAsync();

        var death = await Assert.ThrowsAsync<WorkerException>(async () => await unit.DieAsync());

        Assert.Equal((WorkerFailure.Crashed, "Die", "a"), (death.Failure, death.Command, death.Unit));
        Assert.Equal(("a", 1), await Described(unit));
    }

    [Fact]
    public async Task What_a_command_throws_names_it_and_the_state_stays()
    {
        await using var client = new GalleryClient(Options(WorkerMode.Always));
        var unit = await client.SwitchAsync("a");
        _ = await unit.DescribeAsync();

        var thrown = await Assert.ThrowsAsync<WorkerException>(async () => await unit.FailAsync("no such file"));

        Assert.Equal((WorkerFailure.CommandThrew, "Fail", typeof(InvalidDataException).FullName), (thrown.Failure, thrown.Command, thrown.RemoteType));
        Assert.Contains("no such file", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(("a", 2), await Described(unit));
    }

    [Fact]
    public async Task Token_crosses()
    {
        await using var client = new GalleryClient(Options(WorkerMode.Always));
        var unit = await client.SwitchAsync("a");
        using var cancellation = new CancellationTokenSource();

        var waiting = unit.WaitAsync(cancellation.Token).AsTask();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        // The command listened: it is the same worker, with its state.
        Assert.Equal(("a", 1), await Described(unit));
    }

    [Fact]
    public async Task Without_units_renewing_begins_afresh_with_what_was_rehearsed()
    {
        await using var client = new ToolsClient(Options(WorkerMode.Always) with { Standby = true });
        _ = await client.NextAsync();
        Assert.Equal(2, (await client.NextAsync()).Count);

        await client.RenewAsync();

        Assert.Equal(1, (await client.NextAsync()).Count);
        Assert.Equal(3, await client.TwiceAsync(1.5));
    }

    private static async Task<(string Folder, int Calls)> Described(GalleryClient.Unit unit)
    {
        var described = await unit.DescribeAsync();
        return (described.Folder, described.Calls);
    }

    private static WorkerOptions Options(WorkerMode mode) => new()
    {
        Program = ProbeProgram.Path,
        Arguments = [.. ProbeProgram.Arguments("generated")],
        Mode = mode,
        Standby = false,
        CallTimeout = TimeSpan.FromMinutes(1),
        StartTimeout = TimeSpan.FromMinutes(1),
    };
}
