using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership.Owners;

/// <summary>Collects what a type does to its members: one walk over its text by name, and operations only where a name was found.</summary>
internal sealed class MemberUses
{
    // Names by which people end what they wrote themselves.
    private static readonly string[] s_endings = { "Stop", "Shutdown", "ShutDown", "Close", "Terminate", "Disconnect", "Cleanup", "CleanUp", "Destroy", "Unload", "Deactivate" };

    private readonly OwnershipKnowledge _knowledge;
    private readonly InferenceSession _session;
    private readonly Dictionary<IOperation, FlowBody> _bodies = new();

    public MemberUses(OwnershipKnowledge knowledge, InferenceSession session)
    {
        _knowledge = knowledge;
        _session = session;
    }

    /// <summary>Fills in the sources of the members, and of those that may be owned or released the uses. Drops those of which nothing can be said.</summary>
    public void Collect(INamedTypeSymbol type, List<OwnerMember> members)
    {
        Dictionary<string, MemberText> found = MemberText.Of(type, members, _knowledge.Compilation, _session.Cancellation);
        bool hasBoth = MemberText.HasBothDisposers(type);
        members.RemoveAll(member => !found.TryGetValue(member.Name, out MemberText? text) || !text.IsOfInterest(member, hasBoth));
        foreach (OwnerMember member in members)
        {
            MemberText text = found[member.Name];
            foreach (ExpressionSyntax value in text.Initializers)
                Initialize(member, value, ModelOf(value));
            foreach (IdentifierNameSyntax name in text.Writes)
                Assign(member, name, ModelOf(name));
        }

        foreach (OwnerMember member in members)
        {
            bool releasesMatter = hasBoth || member.IsDeclaredBorrowed || member.Traits is { IsLent: true } || !member.OwnedSources.Any();
            foreach (IdentifierNameSyntax name in found[member.Name].Reads)
            {
                if (member.IsOwned || (releasesMatter && ReleasesByItsLooks(name)))
                    Read(member, name, ModelOf(name));
            }
        }
    }

    private SemanticModel ModelOf(SyntaxNode node) => _knowledge.Compilation.GetSemanticModel(node.SyntaxTree);

    /// <summary>The body that an operation belongs to.</summary>
    public FlowBody BodyOf(IOperation operation)
    {
        IOperation root = operation;
        while (root.Parent is { } parent)
            root = parent;
        if (!_bodies.TryGetValue(root, out FlowBody? body))
            _bodies.Add(root, body = new FlowBody(ImmutableArray.Create(root)));
        return body;
    }

    private void Initialize(OwnerMember member, ExpressionSyntax value, SemanticModel model)
    {
        if (model.GetOperation(value, _session.Cancellation) is { } operation)
            member.Sources.AddRange(SourcesOf(member, operation));
    }

    private IEnumerable<MemberSource> SourcesOf(OwnerMember member, IOperation value) =>
        !member.IsLazy ? new ValueSources(BodyOf(value), _knowledge, _session).Of(value)
        // What the factory returns is meant for the member, unless the factory hands it to somebody else as well.
        : LazyMembers.Products(value)?.SelectMany(made => IsHandedOn(made) ? new[] { new MemberSource(SourceKind.Unknown, made) } : new ValueSources(BodyOf(made), _knowledge, _session, mayBeShared: true).Of(made))
            ?? new[] { new MemberSource(SourceKind.Unknown, value) };

    private void Assign(OwnerMember member, IdentifierNameSyntax name, SemanticModel model)
    {
        if (ReferenceAt(member, name, model) is not { } reference)
            return;
        MemberPlace place = MemberPlace.Of(name);
        switch (reference.Parent)
        {
            case ISimpleAssignmentOperation { IsRef: false } assignment when assignment.Target == reference:
                Add(member, new MemberUse(MemberUseKind.Assigned, reference, place), assignment.Value);
                // using (_f = new X())
                if (assignment.Parent is IUsingOperation or IConversionOperation { Parent: IUsingOperation })
                    member.Uses.Add(new MemberUse(MemberUseKind.Released, reference, place));
                else
                    AddResult(member, reference, assignment, place);
                break;
            case ICoalesceAssignmentOperation assignment when assignment.Target == reference:
                Add(member, new MemberUse(MemberUseKind.AssignedIfNull, reference, place), assignment.Value);
                AddResult(member, reference, assignment, place);
                break;
            case IArgumentOperation { Parameter.RefKind: RefKind.Out } argument:
                Add(member, new MemberUse(MemberUseKind.Assigned, reference, place), argument);
                break;
            case IArgumentOperation { Parameter.RefKind: RefKind.Ref, Parent: IInvocationOperation call }:
                PassByReference(member, reference, call, place);
                break;
            default:
                member.Sources.Add(new MemberSource(SourceKind.Unknown, reference));
                member.Uses.Add(new MemberUse(MemberUseKind.Escapes, reference, place));
                break;
        }
    }

    // new Lazy<Store>(() => { var store = new Store(); AddItem(store); return store; })
    private bool IsHandedOn(IOperation made)
    {
        if (made is not ILocalReferenceOperation { Local: var local })
            return false;
        IOperation[] others = BodyOf(made).ReferencesTo(local).Where(static mention => mention.Parent is not IReturnOperation).ToArray();
        return others.Length > 0 && ResourceFlow.OfMentions(others, BodyOf(made), _knowledge, _session) is var fate && (fate.Escapes || fate.IsTaken || fate.IsReleased);
    }

    private void Add(OwnerMember member, MemberUse use, IOperation value)
    {
        member.Uses.Add(use);
        member.Sources.AddRange(SourcesOf(member, value).Select(source => source with { At = use }));
    }

    private void PassByReference(OwnerMember member, IOperation reference, IInvocationOperation call, MemberPlace place)
    {
        IMethodSymbol method = call.TargetMethod;
        bool isInterlocked = method.ContainingType is { Name: "Interlocked", ContainingNamespace.Name: "Threading" };
        if (isInterlocked && method.Name is "Exchange" or "CompareExchange" && call.Arguments.Length >= 2)
        {
            Add(member, new MemberUse(method.Name == "Exchange" ? MemberUseKind.Assigned : MemberUseKind.AssignedIfNull, reference, place), call.Arguments[1].Value);
            AddResult(member, reference, call, place);
            return;
        }

        // LazyInitializer.EnsureInitialized(ref _f, () => new X())
        if (method.Name == "EnsureInitialized" && call.Arguments.Select(static argument => argument.Value).OfType<IDelegateCreationOperation>().FirstOrDefault()?.Target is IAnonymousFunctionOperation factory)
        {
            foreach (IReturnOperation @return in factory.Body.Descendants().OfType<IReturnOperation>())
            {
                if (@return.ReturnedValue is { } value)
                    Add(member, new MemberUse(MemberUseKind.AssignedIfNull, reference, place), value);
            }

            AddResult(member, reference, call, place);
            return;
        }

        if (OutsideUses.IsReleaseName(method.Name) || method.Name.Contains("Clear"))
        {
            member.Uses.Add(new MemberUse(MemberUseKind.Released, reference, place));
            return;
        }

        member.Sources.Add(new MemberSource(SourceKind.Unknown, reference));
        member.Uses.Add(new MemberUse(MemberUseKind.Escapes, reference, place));
    }

    // return _f ??= new X();
    private void AddResult(OwnerMember member, IOperation reference, IOperation result, MemberPlace place)
    {
        if (result.Parent is not IExpressionStatementOperation)
            member.Uses.Add(new MemberUse(KindOf(ResourceFlow.OfValue(result, BodyOf(result), _knowledge, _session)), reference, place));
    }

    private void Read(OwnerMember member, IdentifierNameSyntax name, SemanticModel model)
    {
        if (ReferenceAt(member, name, model) is { } reference)
            member.Uses.Add(new MemberUse(member.IsLazy ? KindOfLazy(reference) : KindOf(reference), reference, MemberPlace.Of(name)));
    }

    private MemberUseKind KindOfLazy(IOperation reference) =>
        LazyMembers.ReadOf(reference) is { } read ? KindOf(read)
        : LazyMembers.OnlyAsks(reference) ? MemberUseKind.Plain
        : MemberUseKind.Escapes;

    private MemberUseKind KindOf(IOperation reference)
    {
        // What cannot release anything may keep it: new Parser(_stream), where a Parser owes nothing.
        IOperation value = reference;
        while (value.Parent is IConversionOperation { OperatorMethod: null })
            value = value.Parent;
        if (value.Parent is IArgumentOperation { Parent: IObjectCreationOperation creation } && !RawTypes.IsRaw(reference.Type) && IsLentTo(creation))
            return MemberUseKind.Plain;
        // Whoever has the address of what is pinned cannot free the pin.
        if (value.Parent is IInvocationOperation { TargetMethod: { Name: "AddrOfPinnedObject", ContainingType: var pin } } && RawTypes.IsRaw(pin))
            return MemberUseKind.Plain;
        MemberUseKind kind = KindOf(ResourceFlow.OfMentions(new[] { reference }, BodyOf(reference), _knowledge, _session));
        return kind is MemberUseKind.Plain or MemberUseKind.Returned && IsEnded(reference) ? MemberUseKind.Released : kind;
    }

    // _listener.Stop(), where that is the author's own word for it.
    private static bool IsEnded(IOperation reference)
    {
        IInvocationOperation? call = reference.Parent switch
        {
            IInvocationOperation direct when direct.Instance == reference => direct,
            IConditionalAccessOperation { WhenNotNull: IInvocationOperation guarded } access when access.Operation == reference => guarded,
            _ => null,
        };
        return call is { TargetMethod: { DeclaringSyntaxReferences.IsEmpty: false, Name: { } name } }
            && s_endings.Any(ending => name.StartsWith(ending, StringComparison.Ordinal) && (name.Length == ending.Length || !char.IsLower(name[ending.Length])));
    }

    private bool IsLentTo(IObjectCreationOperation creation) =>
        creation.Type is { TypeKind: TypeKind.Class or TypeKind.Struct } type && _knowledge.Types.TraitsOf(type) is null
        && type.AllInterfaces.All(static implemented => implemented.SpecialType != SpecialType.System_Collections_IEnumerable)
        && type.Name is not ("Tuple" or "ValueTuple" or "KeyValuePair");

    private static MemberUseKind KindOf(ResourceFate fate) =>
        fate.IsReleased ? MemberUseKind.Released
        : fate.Escapes || fate.IsTaken || fate.IsFaceOfThis ? MemberUseKind.Escapes
        : fate.IsReturned ? MemberUseKind.Returned
        : MemberUseKind.Plain;

    private IOperation? ReferenceAt(OwnerMember member, IdentifierNameSyntax name, SemanticModel model)
    {
        SyntaxNode node = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access
            : name.Parent is MemberBindingExpressionSyntax binding ? binding
            : name;
        return model.GetOperation(node, _session.Cancellation) switch
        {
            IMemberReferenceOperation reference when SymbolEqualityComparer.Default.Equals(reference.Member.OriginalDefinition, member.Symbol) => reference,
            IParameterReferenceOperation captured when SymbolEqualityComparer.Default.Equals(captured.Parameter.OriginalDefinition, member.Symbol) => captured,
            _ => null,
        };
    }

    // Of what is not owned only releases matter.
    private static bool ReleasesByItsLooks(IdentifierNameSyntax name)
    {
        SyntaxNode value = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        while (value.Parent is ParenthesizedExpressionSyntax or CastExpressionSyntax or PostfixUnaryExpressionSyntax || (value.Parent is BinaryExpressionSyntax binary && binary.Left == value))
            value = value.Parent;
        return value.Parent switch
        {
            MemberAccessExpressionSyntax call => OutsideUses.IsReleaseName(call.Name.Identifier.ValueText),
            ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax binding } } => OutsideUses.IsReleaseName(binding.Name.Identifier.ValueText),
            IsPatternExpressionSyntax or EqualsValueClauseSyntax or UsingStatementSyntax => true,
            _ => false,
        };
    }
}
