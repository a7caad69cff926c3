using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Shared.WorkerCommands;

/// <summary>A class with worker commands, as symbols: its instances are the state of one unit of work.</summary>
internal sealed class WorkerUnit
{
    private WorkerUnit(INamedTypeSymbol type, ImmutableArray<WorkerCommandMethod> commands)
    {
        Type = type;
        Commands = commands;
        // What nobody else may call is a helper of the others.
        IMethodSymbol[] own = [.. type.InstanceConstructors.Where(constructor => !IsCopy(constructor))];
        IMethodSymbol[] open = [.. own.Where(static constructor => constructor.DeclaredAccessibility != Accessibility.Private)];
        Constructors = (open.Length > 0 ? open : own).ToImmutableArray();
        UnitParameters = Constructors.Length == 1
            ? Constructors[0].Parameters.Select(static parameter => WorkerValue.OfParameter(parameter.Type)).ToImmutableArray()
            : ImmutableArray<WorkerValue>.Empty;
    }

    public INamedTypeSymbol Type { get; }

    /// <summary>In the order of files and lines, which does not depend on the compiler's command line.</summary>
    public ImmutableArray<WorkerCommandMethod> Commands { get; }

    /// <summary>Those that a unit can be made with; one, if all is well.</summary>
    public ImmutableArray<IMethodSymbol> Constructors { get; }

    /// <summary>Parameters of the one constructor: what makes a unit the one that it is.</summary>
    public ImmutableArray<WorkerValue> UnitParameters { get; }

    /// <summary>Whether there are different units, or only fresh ones.</summary>
    public bool HasUnits => UnitParameters.Any(static parameter => parameter.Crosses);

    /// <summary>The name of the generated client.</summary>
    public string ClientName => Type.Name + "Client";

    /// <summary>Reads a type; null for one without commands.</summary>
    public static WorkerUnit? Read(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        ImmutableArray<WorkerCommandMethod>.Builder? commands = null;
        foreach (ISymbol member in type.GetMembers())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (member is IMethodSymbol method && WorkerCommandMethod.Read(method) is { } command)
                (commands ??= ImmutableArray.CreateBuilder<WorkerCommandMethod>()).Add(command);
        }

        if (commands is null)
            return null;

        commands.Sort(static (left, right) => Position(left.Method).CompareTo(Position(right.Method)));
        return new WorkerUnit(type, commands.ToImmutable());
    }

    private static (string File, int Line) Position(ISymbol symbol) => symbol.DeclaringSyntaxReferences.FirstOrDefault() is { } reference
        ? (reference.SyntaxTree.FilePath, reference.Span.Start)
        : ("", 0);

    private static bool IsCopy(IMethodSymbol constructor) => constructor is { ContainingType.IsRecord: true, Parameters: [var parameter] }
        && SymbolEqualityComparer.Default.Equals(parameter.Type, constructor.ContainingType);
}
