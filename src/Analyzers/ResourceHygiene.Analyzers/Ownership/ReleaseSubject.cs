using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>What a body may release: what a variable holds, or the object whose method it is.</summary>
internal sealed class ReleaseSubject
{
    private readonly ISymbol? _variable;

    /// <param name="variable">The variable; null for the object itself.</param>
    public ReleaseSubject(ISymbol? variable) => _variable = variable;

    public bool IsThis => _variable is null;

    /// <summary>True for an expression that is the variable (or the object), and nothing that a copy of it went through.</summary>
    public bool IsDenotedBy(IOperation value) => value switch
    {
        IConversionOperation { OperatorMethod: null } conversion => IsDenotedBy(conversion.Operand),
        IParenthesizedOperation parenthesized => IsDenotedBy(parenthesized.Operand),
        IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } awaited } => IsDenotedBy(awaited),
        IInvocationOperation { TargetMethod: { Name: "ConfigureAwait", IsExtensionMethod: true }, Arguments: [var first, ..] } => IsDenotedBy(first.Value),
        IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } => IsThis,
        ILocalReferenceOperation local => SymbolEqualityComparer.Default.Equals(local.Local, _variable),
        IParameterReferenceOperation parameter => SymbolEqualityComparer.Default.Equals(parameter.Parameter.OriginalDefinition, _variable?.OriginalDefinition),
        _ => false,
    };

    /// <summary>As <see cref="IsDenotedBy"/>, for the object of a call, which after <c>?.</c> stands in front of it.</summary>
    public bool IsReceiver(IOperation instance)
    {
        if (instance is not IConditionalAccessInstanceOperation)
            return IsDenotedBy(instance);
        IOperation child = instance;
        for (IOperation? current = instance.Parent; current is not null; child = current, current = current.Parent)
        {
            if (current is IConditionalAccessOperation access && access.WhenNotNull == child)
                return IsDenotedBy(access.Operation);
        }

        return false;
    }

    /// <summary>True when some statement gives the variable another value, also in nested functions.</summary>
    public bool IsWrittenIn(IOperation root) => !IsThis && root.Descendants().Any(operation => operation switch
    {
        IAssignmentOperation assignment => Writes(assignment.Target),
        IArgumentOperation { Parameter.RefKind: RefKind.Out or RefKind.Ref } argument => IsDenotedBy(argument.Value),
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol.IsRef: true } } initializer => IsDenotedBy(initializer.Value),
        _ => false,
    });

    /// <summary>The operations that belong to a function itself, not to functions inside it.</summary>
    public static IEnumerable<IOperation> OwnOperations(IOperation root)
    {
        yield return root;
        foreach (IOperation child in root.ChildOperations)
        {
            if (child is IAnonymousFunctionOperation or ILocalFunctionOperation)
                continue;
            foreach (IOperation operation in OwnOperations(child))
                yield return operation;
        }
    }

    private bool Writes(IOperation target) => target is ITupleOperation tuple ? tuple.Elements.Any(Writes) : IsDenotedBy(target);
}
