using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Shared;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// Queries that acquire something for each element, and the calls that keep all of it in one collection:
/// <c>paths.Select(File.OpenRead).ToList()</c>, <c>await Task.WhenAll(paths.Select(OpenAsync))</c>.
/// </summary>
internal static class Projections
{
    private static readonly string[] s_takingOne = { "First", "FirstOrDefault", "Single", "SingleOrDefault", "Last", "LastOrDefault", "ElementAt", "ElementAtOrDefault" };

    /// <summary>True for the names of calls that are handed what makes each element.</summary>
    public static bool TakesFunction(string method) => method is "Select" or "ConvertAll" or "ToDictionary";

    /// <summary>The tier of what each element of the result is; null where the call collects nothing, or something that was there before.</summary>
    public static ResourceTier? CollectedBy(IInvocationOperation call, FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        IMethodSymbol method = call.TargetMethod;
        switch (method.Name)
        {
            case "ConvertAll" when !call.Arguments.IsEmpty && (CollectionTypes.IsFramework(method.ContainingType) || method.ContainingType.SpecialType == SpecialType.System_Array):
                return MadeBy(call.Arguments[call.Arguments.Length - 1].Value, call.Instance ?? call.Arguments[0].Value, body, knowledge, session);
            // The values of a dictionary, where it is told how to make them; else they are the elements of what it is made of.
            case "ToDictionary" when IsOfLinq(method) && call.Arguments is { Length: > 2 } arguments && arguments[2].Parameter?.Type.TypeKind == TypeKind.Delegate:
                return MadeBy(arguments[2].Value, arguments[0].Value, body, knowledge, session);
            case "ToArray" or "ToList" or "ToHashSet" or "ToDictionary" when IsOfLinq(method):
            case "ToImmutableArray" or "ToImmutableList" or "ToImmutableHashSet" when method.IsStatic && CollectionTypes.IsFramework(method.ContainingType):
            case "WhenAll" when method.ContainingType.HasFullName("System.Threading.Tasks.Task"):
                return call.Arguments is { IsEmpty: false } sources ? OfQuery(sources[0].Value, body, knowledge, session) : null;
            default:
                return null;
        }
    }

    /// <summary>The tier of the one element that a call takes from a query which makes it: <c>paths.Select(File.OpenRead).First()</c>; null for other calls.</summary>
    public static ResourceTier? TakenBy(IInvocationOperation call, OwnershipKnowledge knowledge, InferenceSession session)
    {
        if (!s_takingOne.Contains(call.TargetMethod.Name) || !IsOfLinq(call.TargetMethod) || call.Arguments.IsEmpty)
            return null;
        IOperation source = Unfiltered(call.Arguments[0].Value);
        return source is IInvocationOperation { TargetMethod: { Name: "Select" } method, Arguments: { Length: 2 } projection } && IsOfLinq(method)
            ? MadeBy(projection[1].Value, Unfiltered(projection[0].Value), body: null, knowledge, session)
            : null;
    }

    // Those that a condition refuses are lost as well.
    private static IOperation Unfiltered(IOperation value)
    {
        IOperation source = Unconverted(value);
        while (source is IInvocationOperation { TargetMethod: { Name: "Where" or "OfType" or "Cast" or "Skip" or "Take" } filter, Arguments: { IsEmpty: false } arguments } && IsOfLinq(filter))
            source = Unconverted(arguments[0].Value);
        return source;
    }

    // paths.Select(path => File.OpenRead(path)), or a variable that holds this and nothing else, for this one use. Code that is being typed may
    // name a variable in its own value.
    private static ResourceTier? OfQuery(IOperation source, FlowBody? body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        switch (Unconverted(source))
        {
            case IInvocationOperation { TargetMethod: { Name: "Select" } method, Arguments: { Length: 2 } arguments } when IsOfLinq(method):
                return MadeBy(arguments[1].Value, arguments[0].Value, body, knowledge, session);
            // The tasks that all are awaited.
            case IInvocationOperation call when body is not null && call.TargetMethod.Name != "WhenAll":
                return CollectedBy(call, body, knowledge, session);
            case ILocalReferenceOperation { Local: { RefKind: RefKind.None } local } when body?.ReferencesTo(local).Count == 1 && InitialOf(local, body) is { } query && query.Syntax.Span.End <= source.Syntax.SpanStart:
                return OfQuery(query, body, knowledge, session);
            default:
                return null;
        }
    }

    // _streams.Select(stream => new StreamReader(stream)): a wrapper is owed where the query makes what it is around as well.
    private static ResourceTier? MadeBy(IOperation function, IOperation source, FlowBody? body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        if (Unconverted(function) is not IDelegateCreationOperation { Target: { } target })
            return null;
        (ResultRole role, ResourceTier? tier, bool isAroundGiven) = target switch
        {
            IAnonymousFunctionOperation lambda => ResultOf(lambda, knowledge, session),
            IMethodReferenceOperation { Method: { } method } => ResultOf(method, knowledge.ContractOf(method, session), knowledge),
            _ => default,
        };
        if (role != ResultRole.Owned || tier == ResourceTier.None)
            return null;
        return isAroundGiven ? OfQuery(source, body, knowledge, session) : tier;
    }

    private static (ResultRole Role, ResourceTier? Tier, bool IsAroundGiven) ResultOf(IAnonymousFunctionOperation lambda, OwnershipKnowledge knowledge, InferenceSession session)
    {
        var body = new FlowBody(ImmutableArray.Create<IOperation>(lambda));
        (ResultRole role, ResourceTier? tier, string? family) = ResultInference.Infer(lambda.Symbol, body, knowledge, session);
        return role == ResultRole.Owned && family is null ? (role, tier, ResultInference.IsAroundGiven(body, knowledge, session)) : default;
    }

    private static (ResultRole Role, ResourceTier? Tier, bool IsAroundGiven) ResultOf(IMethodSymbol method, MethodContract contract, OwnershipKnowledge knowledge) =>
        contract.ResultFamily is null && knowledge.Types.TraitsOf(knowledge.Types.Awaited(method.ReturnType)) is { } traits
            ? (contract.Result, traits.IsTierConfigured ? traits.Tier : contract.ResultTier ?? traits.Tier, contract.Parameters.Any(static parameter => parameter.Role == ParameterRole.Aliased))
            : default;

    private static IOperation? InitialOf(ILocalSymbol local, FlowBody body) =>
        body.Operations.OfType<IVariableDeclaratorOperation>().FirstOrDefault(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, local))?.GetVariableInitializer()?.Value;

    private static bool IsOfLinq(IMethodSymbol method) =>
        method.ContainingType is { Name: "Enumerable" or "ParallelEnumerable", ContainingNamespace: { Name: "Linq", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } };

    private static IOperation Unconverted(IOperation value)
    {
        while (true)
        {
            switch (value)
            {
                case IConversionOperation { OperatorMethod: null } conversion:
                    value = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    value = parenthesized.Operand;
                    break;
                // from path in paths select File.OpenRead(path)
                case ITranslatedQueryOperation query:
                    value = query.Operation;
                    break;
                default:
                    return value;
            }
        }
    }
}
