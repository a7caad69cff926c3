using System.Diagnostics.CodeAnalysis;
using ResourceHygiene.Workers;

namespace WorkerProbe;

/// <summary>A service whose commands work, or fail as they are told to. The test makes calls of it; the program serves them.</summary>
public static class FaultService
{
    /// <summary>Answers with the bytes and the payloads that came.</summary>
    public static WorkerCommandInfo Echo { get; } = new(1, "Echo");

    /// <summary>Misbehaves: the arguments are the name of the fault, see <see cref="Faults"/>.</summary>
    public static WorkerCommandInfo Fault { get; } = new(2, "Fault");

    /// <summary>Who answers, as text: process id, unit, number of calls so far, "isolated" or "in process".</summary>
    public static WorkerCommandInfo Describe { get; } = new(3, "Describe");

    /// <summary>Makes a payload of as many bytes as the arguments say, each 1 larger than the one before.</summary>
    public static WorkerCommandInfo Fill { get; } = new(4, "Fill");

    /// <summary>Adds up the bytes of the first payload.</summary>
    public static WorkerCommandInfo Sum { get; } = new(5, "Sum");

    /// <summary>Waits until it is cancelled, and then says so; newer calls supersede waiting ones.</summary>
    public static WorkerCommandInfo Latest { get; } = new(6, "Latest") { LatestWins = true };

    /// <summary>The service as the probe and the test know it.</summary>
    public static WorkerService Service { get; } = Of("1");

    /// <summary>The same with another contract: a program that was built from other sources than its parent.</summary>
    [SuppressMessage("Naming", "CA1716", Justification = "Read as 'the service of a contract'.")]
    public static WorkerService Of(string contract) => new()
    {
        Name = "faults",
        Contract = contract,
        Commands = [Echo, Fault, Describe, Fill, Sum, Latest],
        Create = static context => new FaultDispatcher(context),
    };
}
