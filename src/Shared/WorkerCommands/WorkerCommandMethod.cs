using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Shared.WorkerCommands;

/// <summary>A method marked <c>[WorkerCommand]</c>, read and not judged.</summary>
internal sealed class WorkerCommandMethod
{
    /// <summary>One value alone has no parentheses.</summary>
    private const int ShortestTuple = 2;

    /// <summary>A tuple of more is nested, and nobody reads it.</summary>
    private const int LongestTuple = 7;

    private WorkerCommandMethod(IMethodSymbol method, AttributeData attribute)
    {
        Method = method;
        Attribute = attribute;
        Name = attribute.NamedArgument<string?>("Name", null) ?? method.Name;
        Parameters = method.Parameters.Select(static parameter => WorkerValue.OfParameter(parameter.Type)).ToImmutableArray();
        (Returned, IsAsync) = Unwrap(method.ReturnType);
        IsTuple = Returned is INamedTypeSymbol { IsTupleType: true, TupleElements.Length: >= ShortestTuple and <= LongestTuple };
        Results = Returned switch
        {
            null => ImmutableArray<WorkerValue>.Empty,
            INamedTypeSymbol { TupleElements: var elements } when IsTuple => elements.Select(static element => WorkerValue.Of(element.Type)).ToImmutableArray(),
            _ => ImmutableArray.Create(WorkerValue.Of(Returned)),
        };
    }

    public IMethodSymbol Method { get; }

    public AttributeData Attribute { get; }

    /// <summary>What the command is called between the processes.</summary>
    public string Name { get; }

    /// <summary>One for each parameter.</summary>
    public ImmutableArray<WorkerValue> Parameters { get; }

    /// <summary>What the caller gets, without the task around it; null for nothing.</summary>
    public ITypeSymbol? Returned { get; }

    /// <summary>Whether it comes in a task.</summary>
    public bool IsAsync { get; }

    /// <summary>Whether the elements of a tuple are sent one by one, so that payloads among them are payloads.</summary>
    public bool IsTuple { get; }

    /// <summary>What is sent back: nothing, one value, or a tuple's.</summary>
    public ImmutableArray<WorkerValue> Results { get; }

    /// <summary>Whether a standby runs it before it has a unit.</summary>
    public bool Rehearses => Attribute.NamedArgument("Rehearse", false);

    /// <summary>The user's own JSON metadata; null for generated.</summary>
    public INamedTypeSymbol? Json =>
        Attribute.NamedArguments.FirstOrDefault(static argument => argument.Key == "Json").Value is { Kind: TypedConstantKind.Type, Value: INamedTypeSymbol context } ? context : null;

    /// <summary>The method's name in the client.</summary>
    public string ClientName => Method.Name.EndsWith("Async", StringComparison.Ordinal) ? Method.Name : Method.Name + "Async";

    /// <summary>Reads a method; null for one that is no command.</summary>
    public static WorkerCommandMethod? Read(IMethodSymbol method)
    {
        // The part with the body may carry the attribute as well as the other.
        IMethodSymbol definition = method.PartialDefinitionPart ?? method;
        AttributeData? attribute = definition.FindAttribute(WellKnownNames.WorkerCommandAttribute)
            ?? definition.PartialImplementationPart?.FindAttribute(WellKnownNames.WorkerCommandAttribute);
        return attribute is null ? null : new WorkerCommandMethod(definition, attribute);
    }

    private static (ITypeSymbol? Returned, bool IsAsync) Unwrap(ITypeSymbol type)
    {
        if (type.SpecialType == SpecialType.System_Void)
            return (null, false);
        if (type.HasFullName("System.Threading.Tasks.Task") || type.HasFullName("System.Threading.Tasks.ValueTask"))
            return (null, true);
        return type is INamedTypeSymbol { TypeArguments: [var result] } && (type.HasFullName("System.Threading.Tasks.Task`1") || type.HasFullName("System.Threading.Tasks.ValueTask`1"))
            ? (result, true)
            : (type, false);
    }
}
