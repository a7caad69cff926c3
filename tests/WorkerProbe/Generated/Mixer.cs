using ResourceHygiene.Workers;

namespace WorkerProbe;

public sealed class Mix
{
    public double Gain { get; set; } = 1;

    public string[] Names { get; set; } = [];
}

/// <summary>Unit of work: several values, of which one is an object.</summary>
public sealed partial class Mixer
{
    private readonly int _channels;
    private readonly Mix _mix;

    public Mixer(int channels, Mix mix, WorkerContext context)
    {
        _channels = channels;
        _mix = mix;
        Unit = context.Unit;
    }

    private string Unit { get; }

    [WorkerCommand]
    public string Describe() => $"{_channels} x {_mix.Gain} {string.Join('+', _mix.Names)} in {Unit}";
}

/// <summary>No unit: only fresh ones. What a standby rehearsed can be seen.</summary>
public sealed partial class Tools
{
    private static int s_rehearsals;
    private int _count;

    [WorkerCommand(Rehearse = true)]
    public static void Load() => s_rehearsals++;

    [WorkerCommand]
    public (int Count, int Rehearsals) Next() => (++_count, s_rehearsals);

    [WorkerCommand]
    public Everything Echo(Everything everything) => everything;

    [WorkerCommand]
    public Odds Return(Odds odds) => odds;

    [WorkerCommand]
    public (int?[] Values, int Count) Fill(int?[] values, int with = 0, params int[] at)
    {
        foreach (var index in at)
            values[index] = with;
        return (values, values.Length);
    }

    [WorkerCommand]
    public double Twice(double value) => 2 * value;
}
