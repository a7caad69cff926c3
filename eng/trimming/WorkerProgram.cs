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
