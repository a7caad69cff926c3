using System.Collections.Immutable;

namespace ResourceHygiene.Workers;

/// <summary>
/// What a worker process can do: a name, its commands, and how to make the object that runs them. Generated as a static property
/// of classes with <c>[WorkerCommand]</c> methods. Immutable.
/// </summary>
public sealed class WorkerService
{
    private readonly Dictionary<string, WorkerCommandInfo> _byName = new(StringComparer.Ordinal);
    private readonly ImmutableArray<WorkerCommandInfo> _commands = [];

    /// <summary>Names the service between parent and worker; unique in a program. Usually the full name of the class.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// A fingerprint of the commands and their types. Parent and worker compare it when the worker starts; where it differs, the call
    /// fails with <see cref="WorkerFailure.VersionMismatch"/> and not with garbage. Any text; equal means compatible.
    /// </summary>
    public required string Contract { get; init; }

    /// <summary>Makes the object that runs the commands of one unit. Called in the worker process, or in this one where workers are off.</summary>
    public required Func<WorkerContext, IWorkerDispatcher> Create { get; init; }

    /// <summary>The commands; ids and names are unique.</summary>
    /// <exception cref="ArgumentException">Two commands have the same id or name.</exception>
    public required ImmutableArray<WorkerCommandInfo> Commands
    {
        get => _commands;
        init
        {
            _commands = value.IsDefault ? [] : value;
            foreach (var command in _commands)
            {
                if (HasId(command.Id) || !_byName.TryAdd(command.Name, command))
                    throw new ArgumentException($"Command {command} is there twice; ids and names of a service's commands must be unique.", nameof(value));
                if (command.Id == WorkerCommandInfo.Echo)
                    throw new ArgumentException($"Command {command} has the id {WorkerCommandInfo.Echo}, which is the protocol's own; choose another.", nameof(value));
            }
        }
    }

    // Few, and asked before a worker is ready: a search costs less than the code of a set.
    private bool HasId(ushort id)
    {
        foreach (var command in _byName.Values)
        {
            if (command.Id == id)
                return true;
        }
        return false;
    }

    /// <summary>The command of this name; <see langword="null"/> where there is none.</summary>
    /// <param name="name">The name, case-sensitive.</param>
    public WorkerCommandInfo? Find(string name) => _byName.GetValueOrDefault(name);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
