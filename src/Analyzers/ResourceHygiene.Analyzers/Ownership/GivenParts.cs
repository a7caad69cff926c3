using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>One element of a tuple that a method returns.</summary>
/// <param name="Tier">What its leak costs; none where the caller owes nothing for it.</param>
/// <param name="MayBeNothing">Some return has nothing there: what the other elements then are is for the caller to know.</param>
internal readonly record struct GivenPart(ResourceTier Tier, bool MayBeNothing);

/// <summary>
/// Which elements of the tuple that a method returns it acquired for its caller: <c>(Stream Content, long Length) Open()</c>.
/// Thread-safe; memoised for one compilation.
/// </summary>
internal sealed class GivenParts
{
    // A method that hands on what another one made.
    private const int MaxDepth = 3;

    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<GivenPart>> _known = new(SymbolEqualityComparer.Default);
    private readonly OwnershipKnowledge _knowledge;

    public GivenParts(OwnershipKnowledge knowledge) => _knowledge = knowledge;

    /// <summary>The tuple that a call yields, awaited or not; null where it yields none that could hold a resource.</summary>
    public static INamedTypeSymbol? TupleOf(ITypeSymbol? type, Contracts.ResourceTypes types) =>
        types.Awaited(type) is INamedTypeSymbol { IsTupleType: true } tuple && tuple.TupleElements.Any(element => IsResource(element.Type, types)) ? tuple : null;

    /// <summary>The elements of a call's result, in their order; default where the caller owes nothing for any of them.</summary>
    public ImmutableArray<GivenPart> Of(IInvocationOperation call, InferenceSession session) =>
        TupleOf(call.Type, _knowledge.Types) is { } tuple ? Of(call, tuple.TupleElements.Length, session, depth: 0) : default;

    private static bool IsResource(ITypeSymbol type, Contracts.ResourceTypes types) => types.TraitsOf(type) is { Tier: not ResourceTier.None, IsScoped: false };

    private ImmutableArray<GivenPart> Of(IInvocationOperation call, int count, InferenceSession session, int depth)
    {
        IMethodSymbol method = call.TargetMethod.OriginalDefinition;
        method = method.PartialImplementationPart ?? method;
        // In code that does not compile a method may be said to return as many as its caller expects. What is known of a method is that of the tuple it declares.
        if (call.IsVirtual || depth > MaxDepth || method.DeclaringSyntaxReferences.IsEmpty || _knowledge.Declared.Of(method).Result != ResultRole.Unstated
            || _knowledge.Types.Awaited(method.ReturnType) is not INamedTypeSymbol { IsTupleType: true } declared || declared.TupleElements.Length != count)
        {
            return default;
        }

        // What a method that hands it on sees must not depend on who was asked before: one that is deeper would seem to give nothing.
        if (depth == 0 && _known.TryGetValue(method, out ImmutableArray<GivenPart> known))
            return known;
        ImmutableArray<GivenPart> parts = SourceBodies.Of(method, _knowledge.Compilation, session.Cancellation) is { } root ? PartsOf(root, count, session, depth) : default;
        return depth == 0 ? _known.GetOrAdd(method, parts) : parts;
    }

    private ImmutableArray<GivenPart> PartsOf(IOperation root, int count, InferenceSession session, int depth)
    {
        var body = new FlowBody(ImmutableArray.Create(root));
        var parts = new Part[count];
        foreach (IReturnOperation @return in body.Operations.OfType<IReturnOperation>())
        {
            if (@return.Kind != OperationKind.Return)
                return default;
            bool isOwn = FlowBody.EnclosingFunction(@return) is null || body.IsRootFunction(@return);
            if (isOwn && @return.ReturnedValue is { } value && !Add(value, parts, body, session, depth))
                return default;
        }

        ImmutableArray<GivenPart> given = parts.Select(static part => new GivenPart(part.IsOthers ? ResourceTier.None : part.Tier, part.MayBeNothing)).ToImmutableArray();
        return given.Any(static part => part.Tier != ResourceTier.None) ? given : default;
    }

    // False where the whole is not a tuple that is put together here.
    private bool Add(IOperation value, Part[] parts, FlowBody body, InferenceSession session, int depth)
    {
        switch (Unconverted(value))
        {
            case IThrowOperation:
                return true;
            case IDefaultValueOperation:
            case { ConstantValue: { HasValue: true, Value: null } }:
                for (int i = 0; i < parts.Length; i++)
                    parts[i] = parts[i] with { MayBeNothing = true };
                return true;
            case IConditionalOperation { WhenFalse: { } other } choice:
                return Add(choice.WhenTrue, parts, body, session, depth) && Add(other, parts, body, session, depth);
            case IAwaitOperation await:
                return Add(await.Operation, parts, body, session, depth);
            case IInvocationOperation call when Of(call, parts.Length, session, depth + 1) is { IsDefault: false } inner:
                for (int i = 0; i < parts.Length; i++)
                    parts[i] = parts[i].Join(new Part(inner[i].Tier, inner[i].MayBeNothing, IsOthers: inner[i].Tier == ResourceTier.None));
                return true;
            case ITupleOperation tuple when tuple.Elements.Length == parts.Length:
                for (int i = 0; i < parts.Length; i++)
                    parts[i] = parts[i].Join(IsWithinOther(i, tuple, body) ? new Part(ResourceTier.None, MayBeNothing: false, IsOthers: true) : PartOf(tuple.Elements[i], body, session));
                return true;
            default:
                return false;
        }
    }

    private Part PartOf(IOperation element, FlowBody body, InferenceSession session)
    {
        if (_knowledge.Types.TraitsOf(Unconverted(element).Type) is null && element.ConstantValue is not { HasValue: true, Value: null })
            return new Part(ResourceTier.None, MayBeNothing: false, IsOthers: true);
        ResourceTier? tier = ResultInference.TierOfPart(element, body, _knowledge, session);
        return tier is null ? new Part(ResourceTier.None, MayBeNothing: false, IsOthers: true) : new Part(tier.Value, !IsCertain(Unconverted(element), body), IsOthers: false);
    }

    // return (stream, new StreamReader(stream)): one of the two is enough, and the outer one is what every caller releases.
    // return (pipe, pipe): which of the two it is released through is for the caller to know.
    private static bool IsWithinOther(int index, ITupleOperation tuple, FlowBody body)
    {
        if (Unconverted(tuple.Elements[index]) is not ILocalReferenceOperation { Local: { } local })
            return false;
        List<ILocalSymbol> others = tuple.Elements.Where((_, i) => i != index).Select(Unconverted).OfType<ILocalReferenceOperation>().Select(static other => other.Local).ToList();
        return others.Contains(local, SymbolEqualityComparer.Default) || body.ReferencesTo(local).Any(mention => ArgumentAround(mention) is { } call
            && (tuple.Syntax.Span.Contains(call.Syntax.Span) || HolderOf(call) is { } holder && others.Contains(holder, SymbolEqualityComparer.Default)));
    }

    // What is made of a value by giving it to somebody.
    private static IOperation? ArgumentAround(IOperation mention)
    {
        IOperation current = mention;
        while (current.Parent is IConversionOperation or IParenthesizedOperation)
            current = current.Parent;
        return current.Parent is IArgumentOperation { Parent: IObjectCreationOperation or IInvocationOperation } argument ? argument.Parent : null;
    }

    private static ILocalSymbol? HolderOf(IOperation call)
    {
        IOperation current = call;
        while (current.Parent is IConversionOperation or IParenthesizedOperation or IAwaitOperation or ICoalesceOperation or IConditionalOperation)
            current = current.Parent;
        return current.Parent switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } => target.Local,
            // new GZipStream(new BufferedStream(stream)): one in another.
            IArgumentOperation { Parent: IObjectCreationOperation outer } => HolderOf(outer),
            _ => null,
        };
    }

    // A variable may hold nothing on the very path on which another element says why.
    private static bool IsCertain(IOperation element, FlowBody body)
    {
        if (element is ILocalReferenceOperation { Local: { } local })
        {
            IVariableDeclaratorOperation? declarator = body.Operations.OfType<IVariableDeclaratorOperation>().FirstOrDefault(found => SymbolEqualityComparer.Default.Equals(found.Symbol, local));
            return declarator?.GetVariableInitializer() is { Value: { } value } && Unconverted(value) is var initial && !MayLeadBack(initial, declarator) && IsCertain(initial, body)
                && !body.ReferencesTo(local).Any(static mention => mention.Parent is IAssignmentOperation assignment && assignment.Target == mention || mention.Parent is IArgumentOperation { Parameter.RefKind: RefKind.Out or RefKind.Ref });
        }

        return element is IObjectCreationOperation || element is IInvocationOperation { TargetMethod.DeclaringSyntaxReferences.IsEmpty: true }
            || element is IAwaitOperation { Operation: IInvocationOperation { TargetMethod.DeclaringSyntaxReferences.IsEmpty: true } };
    }

    // Code that is being typed may name a variable in its own value, or two in each other's.
    private static bool MayLeadBack(IOperation initial, IVariableDeclaratorOperation declarator) =>
        initial is ILocalReferenceOperation { Local: { } other } && other.Locations.FirstOrDefault()?.SourceSpan.Start >= declarator.Symbol.Locations.FirstOrDefault()?.SourceSpan.Start;

    private static IOperation Unconverted(IOperation value)
    {
        while (value is IConversionOperation { OperatorMethod: null } or IParenthesizedOperation)
            value = value is IConversionOperation conversion ? conversion.Operand : ((IParenthesizedOperation)value).Operand;
        return value;
    }

    /// <summary>An element, as far as the returns that were looked at go.</summary>
    private readonly record struct Part(ResourceTier Tier, bool MayBeNothing, bool IsOthers)
    {
        public Part Join(Part other) => new((ResourceTier)Math.Max((int)Tier, (int)other.Tier), MayBeNothing || other.MayBeNothing || other is { Tier: ResourceTier.None, IsOthers: false }, IsOthers || other.IsOthers);
    }
}
