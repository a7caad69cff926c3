using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Shared;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// Lambdas of which everybody knows who calls them, and that nothing keeps for longer: <c>items.ForEach(item => writer.Write(item))</c>,
/// <c>Task.Run(() => client.Send())</c>. What such a lambda does to a variable around it is all that ever happens there; a lambda that
/// is stored, returned, subscribed or passed to a method that nobody knows may be how the resource is handed over.
/// </summary>
internal static class RunDelegates
{
    // A helper that passes the delegate on to a helper.
    private const int MaxDepth = 2;

    /// <summary>True when a mention of the variable lies in such lambdas only.</summary>
    /// <remarks>What was passed in counts as handed over to a task, which may well go on when the method is over: nobody can tell who awaits it.</remarks>
    public static bool HoldNothing(IOperation mention, ISymbol variable, FlowBody body, OwnershipKnowledge knowledge, InferenceSession session) =>
        HoldNothing(mention, variable.ContainingSymbol, mayRunLater: variable is not IParameterSymbol, body, knowledge, session, depth: 0);

    private static bool HoldNothing(IOperation mention, ISymbol owner, bool mayRunLater, FlowBody body, OwnershipKnowledge knowledge, InferenceSession session, int depth)
    {
        for (IOperation? current = mention.Parent; current is not null; current = current.Parent)
        {
            switch (current)
            {
                case IAnonymousFunctionOperation lambda:
                    if (SymbolEqualityComparer.Default.Equals(lambda.Symbol, owner))
                        return true;
                    if (!IsRun(lambda, owner, mayRunLater, body, knowledge, session, depth))
                        return false;
                    break;
                case ILocalFunctionOperation function when SymbolEqualityComparer.Default.Equals(function.Symbol, owner):
                    return true;
                // Async, an iterator, or turned into a delegate: it runs when somebody else wants it to.
                case ILocalFunctionOperation:
                    return false;
                default:
                    break;
            }
        }

        return true;
    }

    private static bool IsRun(IAnonymousFunctionOperation lambda, ISymbol owner, bool mayRunLater, FlowBody body, OwnershipKnowledge knowledge, InferenceSession session, int depth)
    {
        IOperation value = lambda;
        while (value.Parent is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation)
            value = value.Parent;
        return value.Parent switch
        {
            IArgumentOperation { Parameter: { } parameter, Parent: IInvocationOperation call } => IsRunBy(call, parameter, mayRunLater, knowledge, session),
            IArgumentOperation { Parent: IObjectCreationOperation { Type: { } type } } => mayRunLater && (type.HasFullName("System.Threading.Thread") || type.HasFullName("System.Threading.Tasks.Task")),
            // Called in the end by a lambda that leaves, it leaves with that.
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: { } local } } => depth < MaxDepth && body.Captures.IsOnlyCalledHere(lambda.Symbol)
                && body.ReferencesTo(local).All(call => HoldNothing(call, owner, mayRunLater, body, knowledge, session, depth + 1)),
            _ => false,
        };
    }

    private static bool IsRunBy(IInvocationOperation call, IParameterSymbol parameter, bool mayRunLater, OwnershipKnowledge knowledge, InferenceSession session)
    {
        IMethodSymbol method = call.TargetMethod;
        if (!method.OriginalDefinition.DeclaringSyntaxReferences.IsEmpty)
            return OnlyCalls(method, parameter, knowledge, session, depth: 0);
        INamedTypeSymbol type = method.ContainingType;
        return type.Name switch
        {
            "Enumerable" or "ParallelEnumerable" => type.ContainingNamespace is { Name: "Linq", ContainingNamespace.Name: "System" } && IsEnumerated(call),
            "Task" => mayRunLater && method.Name is "Run" or "ContinueWith" && type.ContainingNamespace.Name == "Tasks",
            "TaskFactory" => mayRunLater && method.Name == "StartNew" && type.ContainingNamespace.Name == "Tasks",
            "Parallel" => type.HasFullName("System.Threading.Tasks.Parallel"),
            "ThreadPool" => mayRunLater && type.HasFullName("System.Threading.ThreadPool") && method.Name is "QueueUserWorkItem" or "UnsafeQueueUserWorkItem",
            "Array" => type.SpecialType == SpecialType.System_Array,
            // What is of the type of the elements is put in.
            _ => CollectionTypes.IsFramework(type) && parameter.OriginalDefinition.Type.TypeKind == TypeKind.Delegate,
        };
    }

    // A query that nobody enumerates here is enumerated by whoever gets it.
    private static bool IsEnumerated(IInvocationOperation call)
    {
        IOperation current = call;
        while (true)
        {
            while (current.Parent is IConversionOperation or IParenthesizedOperation)
                current = current.Parent;
            if (current is IInvocationOperation { TargetMethod.ReturnType: { } result } && !CallFacts.IsLazySequence(result) && result.Name is not ("ParallelQuery" or "OrderedParallelQuery" or "IGrouping" or "ILookup"))
                return true;
            switch (current.Parent)
            {
                case IForEachLoopOperation loop when loop.Collection == current:
                    return true;
                case IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { ContainingType: { } user } } next } when user.Name is "Enumerable" or "ParallelEnumerable" or "Task" or "String" || CollectionTypes.IsFramework(user):
                    current = next;
                    break;
                default:
                    return false;
            }
        }
    }

    // void Retry(Action work) { try { work(); } catch (IOException) { work(); } }
    private static bool OnlyCalls(IMethodSymbol method, IParameterSymbol parameter, OwnershipKnowledge knowledge, InferenceSession session, int depth)
    {
        method = (method.ReducedFrom ?? method).OriginalDefinition;
        method = method.PartialImplementationPart ?? method;
        int ordinal = parameter.Ordinal + (parameter.ContainingSymbol is IMethodSymbol { ReducedFrom: not null } ? 1 : 0);
        if (method.IsAbstract || method.IsVirtual || method.IsOverride || method.IsExtern || ordinal >= method.Parameters.Length || depth > MaxDepth
            || CallFacts.IsLazySequence(method.ReturnType) || SourceBodies.Of(method, knowledge.Compilation, session.Cancellation) is not { } root)
        {
            return false;
        }

        IParameterSymbol taken = method.Parameters[ordinal];
        // How far a chain of helpers is followed depends on where it is entered.
        return depth > 0 ? OnlyCalls(taken, root, knowledge, session, depth) : knowledge.RunParameters.GetOrAdd(taken, _ => OnlyCalls(taken, root, knowledge, session, depth));
    }

    private static bool OnlyCalls(IParameterSymbol taken, IOperation root, OwnershipKnowledge knowledge, InferenceSession session, int depth)
    {
        IReadOnlyList<IOperation> mentions = new FlowBody(ImmutableArray.Create(root)).ReferencesTo(taken);
        return mentions.Count > 0 && taken.RefKind == RefKind.None && mentions.All(mention => FlowBody.EnclosingFunction(mention) is null && IsCall(mention, knowledge, session, depth));
    }

    private static bool IsCall(IOperation mention, OwnershipKnowledge knowledge, InferenceSession session, int depth)
    {
        IOperation value = mention;
        while (value.Parent is IConversionOperation { OperatorMethod: null } conversion)
            value = conversion;
        return value.Parent switch
        {
            IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } call => call.Instance == value,
            IBinaryOperation or IIsPatternOperation or IConditionalAccessOperation { WhenNotNull: IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } } => true,
            IArgumentOperation { Parameter: { } next, Parent: IInvocationOperation { TargetMethod: { } called } } =>
                called.Name == "ThrowIfNull" || (!called.OriginalDefinition.DeclaringSyntaxReferences.IsEmpty && OnlyCalls(called, next, knowledge, session, depth + 1)),
            _ => false,
        };
    }
}
