using System.Text.Json.Serialization;

namespace ResourceHygiene.Workers;

/// <summary>
/// Marks a method that a worker process can be asked to run. For its class, which must be partial, a client is generated
/// (<c>FrameRendererClient</c> for <c>FrameRenderer</c>) whose methods run it in a process of its own, and a property
/// <c>Worker</c> for <see cref="WorkerHost.TryRun"/>.
/// </summary>
/// <remarks>
/// An instance of the class is the state of one unit of work: it is made in the worker when the unit's first command comes, with the constructor's
/// parameters as the client was given them, and is gone with the process. Commands may be synchronous or return a task. A
/// <see cref="CancellationToken"/> and a <see cref="WorkerContext"/> among the parameters are not sent but given. Arrays, memory and spans of plain
/// values travel in shared memory, everything else as JSON by generated metadata. What arrives is a copy; a span reads the shared memory itself.
/// </remarks>
/// <example>
/// <code>
/// public sealed partial class FrameRenderer(string clip)
/// {
///     [WorkerCommand(LatestWins = true)]
///     public byte[] Render(int frame, CancellationToken cancellationToken) => ...
/// }
///
/// await using var client = new FrameRendererClient();
/// FrameRendererClient.Unit unit = await client.SwitchAsync("clip.mp4");
/// byte[] pixels = await unit.RenderAsync(42);
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class WorkerCommandAttribute : Attribute
{
    /// <summary>What the command is called in messages and between the processes; the method's name where it is not given. Overloads need one each.</summary>
    public string? Name { get; set; }

    /// <summary>
    /// How many seconds one call may take in the worker before the worker is ended; 0, the default, for
    /// <see cref="WorkerOptions.CallTimeout"/>, <see cref="double.PositiveInfinity"/> for as long as it likes.
    /// </summary>
    public double TimeoutSeconds { get; set; }

    /// <summary>
    /// Whether a newer call makes older ones of this command that still wait pointless: they complete with
    /// <see cref="WorkerFailure.Superseded"/>. <see cref="WorkerOptions.LatestWins"/> where it is not given.
    /// </summary>
    public bool LatestWins { get; set; }

    /// <summary>
    /// Whether a standby runs the command before it has a unit, to load what all units share. The method must be static and without
    /// parameters but a token.
    /// </summary>
    public bool Rehearse { get; set; }

    /// <summary>
    /// A <see cref="JsonSerializerContext"/> of yours whose metadata is used for this command's parameters and result; generated where it is not given.
    /// </summary>
    public Type? Json { get; set; }
}
