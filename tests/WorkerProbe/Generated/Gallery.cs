using ResourceHygiene.Workers;

namespace WorkerProbe;

/// <summary>A picture as JSON knows it: a constructor, a member that is required, one that is set, one that is computed, one that stays.</summary>
public sealed record Picture(string Name, int Width, int Height)
{
    public required Guid Id { get; init; }

    public DateTimeOffset? Taken { get; set; }

    public Dictionary<string, List<double>> Histograms { get; init; } = [];

    public Shape? Outline { get; set; }

    public int Area => Width * Height;

    [System.Text.Json.Serialization.JsonIgnore]
    public Action? OnLoaded { get; set; }
}

[System.Text.Json.Serialization.JsonDerivedType(typeof(Circle), "circle")]
[System.Text.Json.Serialization.JsonDerivedType(typeof(Box), "box")]
public abstract record Shape;

public sealed record Circle(double Radius) : Shape;

public sealed record Box(Corner From, Corner To) : Shape;

public readonly record struct Corner(float X, float Y);

public readonly record struct Pixel(byte R, byte G, byte B, float Alpha);

/// <summary>Unit of work: the folder that it is opened with.</summary>
public sealed partial class Gallery(string folder, WorkerContext context)
{
    private int _calls;

    /// <summary>Which unit this is, in which process, and how often it was called.</summary>
    [WorkerCommand]
    public (string Folder, int ProcessId, int Calls, bool IsIsolated) Describe() => (folder, Environment.ProcessId, ++_calls, context.IsIsolated);

    [WorkerCommand]
    public Picture Turn(Picture picture) => picture with { Width = picture.Height, Height = picture.Width };

    [WorkerCommand]
    public async Task<List<Picture?>> FindAsync(string? pattern, IReadOnlyList<int> sizes, DayOfWeek day = DayOfWeek.Friday, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        return [.. sizes.Select(size => new Picture($"{pattern ?? "null"} {day}", size, size) { Id = Guid.Empty }), null];
    }

    [WorkerCommand]
    public (int Count, Pixel[] Pixels, byte[]? Mask) Paint(ReadOnlySpan<Pixel> pixels, byte[]? mask, float alpha)
    {
        var painted = pixels.ToArray();
        for (var i = 0; i < painted.Length; i++)
            painted[i] = painted[i] with { Alpha = alpha };
        return (painted.Length, painted, mask);
    }

    [WorkerCommand]
    public double Sum(ReadOnlyMemory<double> values) => values.Span.ToArray().Sum();

    /// <summary>Read where the caller wrote it, and written where the caller reads it.</summary>
    [WorkerCommand]
    public SharedPayload<float> Scale(SharedPayload<float> values, float factor, WorkerContext call)
    {
        var scaled = call.Rent<float>(values.Length);
        for (var i = 0; i < values.Length; i++)
            scaled.Span[i] = factor * values.Span[i];
        return scaled;
    }

    [WorkerCommand]
    public void Fail(string why) => throw new InvalidDataException(why);

    [WorkerCommand(TimeoutSeconds = double.PositiveInfinity)]
    public async Task WaitAsync(CancellationToken cancellationToken) => await Task.Delay(Timeout.Infinite, cancellationToken);

    [WorkerCommand]
    public void Die() => Environment.FailFast("as asked");
}
