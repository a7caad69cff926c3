using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ResourceHygiene.Analyzers.Ownership.Owners;

/// <summary>
/// RH2003: an owning member gets another value, and nothing before that in the method looked after the old one. Only where the
/// old one is certain to be there, or the method says that it runs again.
/// </summary>
internal static class OverwrittenMembers
{
    // Of methods with such names everybody expects a second call.
    private static readonly string[] s_repeated = { "Re", "Update", "Change", "Switch", "Next", "Rotate", "Swap", "Resize", "Move", "Advance", "Renew", "Tick", "Roll", "Draw", "Render", "Paint", "Measure", "Arrange", "Play" };

    public static IEnumerable<OwnerFinding> Find(INamedTypeSymbol type, List<OwnerMember> members, DisposerNames disposers, CancellationToken cancellation)
    {
        foreach (OwnerMember member in members)
        {
            if (!member.IsOwned || member.IsLazy || member.Uses.TrueForAll(static use => use.Kind != MemberUseKind.Assigned) || member.Uses.Exists(static use => use.Kind == MemberUseKind.Escapes))
                continue;
            bool isInherited = !SymbolEqualityComparer.Default.Equals(member.Symbol.ContainingType, type);
            bool isAlwaysThere = IsSetFromTheStart(member.Symbol.ContainingType, member) && !member.Sources.Exists(static source => source is { Kind: SourceKind.Nothing, At: not null });
            foreach (MemberUse write in member.Uses)
            {
                // What the constructor of a base class put there is there when that of the type itself begins.
                if (write.Kind != MemberUseKind.Assigned || write.Place.IsDeferred || (write.Place.IsConstructor && !isInherited) || !IsOfThis(write) || (isInherited && !IsIn(type, write)) || IsForgotten(member, write, disposers))
                    continue;
                bool isRepeated = !isAlwaysThere && IsNew(member, write) && (IsInLoop(write) || IsInSetter(write) || SaysThatItRepeats(WithoutOn(write.Place.Name)));
                SyntaxNode? ended = IsNew(member, write) ? EndOf(member, write) : null;
                if ((isAlwaysThere || isRepeated || ended is not null) && !IsLookedAfter(type, member, write, ended, cancellation))
                    yield return Create(type, member, write);
            }
        }
    }

    // An initializer, or every constructor, gives it a value whatever happens.
    private static bool IsSetFromTheStart(INamedTypeSymbol type, OwnerMember member)
    {
        if (member.OwnedSources.Any(static source => source.At is null))
            return true;
        IEnumerable<IMethodSymbol> constructors = type.InstanceConstructors.Where(static constructor => !constructor.IsImplicitlyDeclared);
        return constructors.Any() && constructors.All(constructor => constructor.DeclaringSyntaxReferences.Any(reference =>
            member.OwnedSources.Any(source => source.At is { Place.Declaration: var declaration } at && declaration.SyntaxTree == reference.SyntaxTree && declaration.Span == reference.Span && IsUnconditional(at))));
    }

    private static bool IsUnconditional(MemberUse write) =>
        write.Reference.Syntax.FirstAncestorOrSelf<StatementSyntax>() is not { } statement || statement is ExpressionStatementSyntax { Parent: BlockSyntax { Parent: ConstructorDeclarationSyntax } };

    private static bool IsOfThis(MemberUse write) =>
        write.Reference is IMemberReferenceOperation { Instance: IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } };

    private static bool IsIn(INamedTypeSymbol type, MemberUse write) =>
        type.DeclaringSyntaxReferences.Any(part => part.SyntaxTree == write.Reference.Syntax.SyntaxTree && part.Span.Contains(write.Reference.Syntax.Span));

    private static bool IsNew(OwnerMember member, MemberUse write) => member.OwnedSources.Any(source => source.At == write);

    // _timer?.Stop(); _timer = new Timer(…): somebody expects the old one to be there, ends what it does, and keeps what it holds.
    private static StatementSyntax? EndOf(OwnerMember member, MemberUse write) =>
        write.Reference.Syntax.FirstAncestorOrSelf<ExpressionStatementSyntax>() is { Parent: BlockSyntax { Statements: var statements } } statement
            ? statements.TakeWhile(other => other != statement).FirstOrDefault(other => other is ExpressionStatementSyntax
            {
                Expression: ConditionalAccessExpressionSyntax { Expression: IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }, WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax { Name.Identifier.ValueText: "Cancel" or "Stop" } } } access,
            } && (access.Expression as IdentifierNameSyntax ?? (access.Expression as MemberAccessExpressionSyntax)?.Name)?.Identifier.ValueText == member.Name)
            : null;

    // Null at the end of Dispose: that nothing released it before is RH2001.
    private static bool IsForgotten(OwnerMember member, MemberUse write, DisposerNames disposers) =>
        disposers.Runs(write.Place.Name) || !member.Sources.Exists(source => source.At == write && source.Kind == SourceKind.Owned);

    private static bool IsInLoop(MemberUse write) =>
        write.Reference.Syntax.Ancestors().TakeWhile(node => node != write.Place.Declaration).Any(static node => node is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax)
        && write.Reference.Syntax.FirstAncestorOrSelf<StatementSyntax>() is { } statement && !LeavesAfter(statement);

    // The round that sets it is the last one.
    private static bool LeavesAfter(StatementSyntax statement) =>
        statement.Parent is BlockSyntax { Statements: var statements } && statements.Skip(statements.IndexOf(statement)).Any(static next => next is BreakStatementSyntax or ReturnStatementSyntax or ThrowStatementSyntax)
        || statement.Ancestors().OfType<TryStatementSyntax>().Any();

    // Whoever may set a property once may do so again.
    private static bool IsInSetter(MemberUse write) =>
        write.Reference.Syntax.FirstAncestorOrSelf<AccessorDeclarationSyntax>() is { RawKind: (int)SyntaxKind.SetAccessorDeclaration };

    // OnNext, OnRender
    private static string WithoutOn(string name) =>
        name.Length > 2 && name.StartsWith("On", StringComparison.Ordinal) && char.IsUpper(name[2]) ? name.Substring(2) : name;

    // Reset, Reload, Reconnect, but not Read and Receive.
    private static bool SaysThatItRepeats(string name) => s_repeated.Any(word =>
        name.StartsWith(word, StringComparison.Ordinal) && (name.Length == word.Length || char.IsUpper(name[word.Length])))
        || IsAgain(name);

    private static bool IsAgain(string name) =>
        name.StartsWith("Reset", StringComparison.Ordinal) || name.StartsWith("Reload", StringComparison.Ordinal) || name.StartsWith("Refresh", StringComparison.Ordinal)
        || name.StartsWith("Reconnect", StringComparison.Ordinal) || name.StartsWith("Recreate", StringComparison.Ordinal) || name.StartsWith("Reopen", StringComparison.Ordinal)
        || name.StartsWith("Restart", StringComparison.Ordinal) || name.StartsWith("Rebuild", StringComparison.Ordinal);

    /// <summary>
    /// True when something before the write in the same method may have seen to the old value: a release, a look at whether there
    /// is one, a copy, a call of a method that touches it, or a condition on what the object remembers.
    /// </summary>
    private static bool IsLookedAfter(INamedTypeSymbol type, OwnerMember member, MemberUse write, SyntaxNode? ended, CancellationToken cancellation)
    {
        int position = write.Reference.Syntax.SpanStart;
        SyntaxNode declaration = write.Place.Declaration;
        // A release behind the write may be one of the round before.
        if (member.Uses.Exists(use => use.Place.Declaration == declaration && use.Kind is MemberUseKind.Released or MemberUseKind.Returned or MemberUseKind.AssignedIfNull))
            return true;
        ILookup<string, SyntaxNode> methods = MethodsOf(type, member.Symbol.ContainingType, cancellation);
        if (!SymbolEqualityComparer.Default.Equals(member.Symbol.ContainingType, type) && IsReleasedByCaller(member, write.Place.Name, methods))
            return true;
        var pending = new Queue<SyntaxNode>();
        var seen = new HashSet<SyntaxNode>();
        foreach (SyntaxNode node in declaration.DescendantNodes())
        {
            if (node is not IdentifierNameSyntax name)
                continue;
            string text = name.Identifier.ValueText;
            if (ended?.Span.Contains(name.Span) == true)
                continue;
            if (text == member.Name && name.SpanStart != position && node.SpanStart <= write.Reference.Syntax.Parent!.Span.End && IsAskedOrCopied(name))
                return true;
            // What was ended just before is still there, whatever was asked before that.
            if (ended is null && node.SpanStart < position && IsCondition(name) && IsMemberOf(type, text) && text != member.Name)
                return true;
            if (node.SpanStart < position)
            {
                foreach (SyntaxNode called in methods[text])
                    pending.Enqueue(called);
            }
        }

        while (pending.Count > 0)
        {
            SyntaxNode called = pending.Dequeue();
            if (called == declaration || !seen.Add(called))
                continue;
            if (member.Uses.Exists(use => use.Place.Declaration == called && use.Kind is MemberUseKind.Released or MemberUseKind.Assigned))
                return true;
            foreach (IdentifierNameSyntax name in called.DescendantNodes().OfType<IdentifierNameSyntax>())
            {
                foreach (SyntaxNode next in methods[name.Identifier.ValueText])
                    pending.Enqueue(next);
            }
        }

        return false;
    }

    // Invalidate() { _surface?.Dispose(); Render(); } of a base class: what overrides Render() comes after the release.
    private static bool IsReleasedByCaller(OwnerMember member, string called, ILookup<string, SyntaxNode> methods) => methods.SelectMany(static named => named).Any(method =>
        member.Uses.Exists(use => use.Place.Declaration == method && use.Kind == MemberUseKind.Released)
        && method.DescendantNodes().Any(node => node is IdentifierNameSyntax name && name.Identifier.ValueText == called));

    private static ILookup<string, SyntaxNode> MethodsOf(INamedTypeSymbol type, INamedTypeSymbol declaring, CancellationToken cancellation) => PartsOf(type, declaring)
        .Select(part => part.GetSyntax(cancellation)).OfType<TypeDeclarationSyntax>()
        .SelectMany(static part => part.Members).OfType<MethodDeclarationSyntax>()
        .ToLookup(static method => method.Identifier.ValueText, static method => (SyntaxNode)method, StringComparer.Ordinal);

    // Of the type, and of the classes up to the one that declares the member.
    private static IEnumerable<SyntaxReference> PartsOf(INamedTypeSymbol type, INamedTypeSymbol declaring)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType?.OriginalDefinition)
        {
            foreach (SyntaxReference part in current.DeclaringSyntaxReferences)
                yield return part;
            if (SymbolEqualityComparer.Default.Equals(current, declaring))
                yield break;
        }
    }

    private static bool IsMemberOf(INamedTypeSymbol type, string name)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.GetMembers(name).Any(static member => member is IFieldSymbol or IPropertySymbol))
                return true;
        }

        return false;
    }

    // if (_opened) throw …
    private static bool IsCondition(SyntaxNode name)
    {
        for (SyntaxNode? node = name; node is ExpressionSyntax or ArgumentSyntax or ArgumentListSyntax; node = node.Parent)
        {
            if (node.Parent is IfStatementSyntax choice && choice.Condition == node)
                return true;
            if (node.Parent is WhileStatementSyntax loop && loop.Condition == node || node.Parent is ConditionalExpressionSyntax conditional && conditional.Condition == node)
                return true;
        }

        return false;
    }

    private static bool IsAskedOrCopied(IdentifierNameSyntax name)
    {
        SyntaxNode value = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        return value.Parent is EqualsValueClauseSyntax or BinaryExpressionSyntax or IsPatternExpressionSyntax or ConditionalAccessExpressionSyntax or ArgumentSyntax
            || (value.Parent is AssignmentExpressionSyntax assignment && assignment.Right == value) || IsCondition(value);
    }

    private static OwnerFinding Create(INamedTypeSymbol type, OwnerMember member, MemberUse write) =>
        new(OwnerFindingKind.Overwritten, write.Reference.Syntax.GetLocation(), type, member.Name, member.Tier)
        {
            Resource = member.OwnedSources.Select(static source => source.Acquisition?.ResourceType).FirstOrDefault(static found => found is not null) ?? member.Type,
            Site = member.OwnedSources.Where(source => source.At != write).Concat(member.OwnedSources).Select(static source => source.Acquisition?.Operation).FirstOrDefault(static site => site is not null),
            Other = write.Place.Name,
            Witness = member.OwnedSources.Where(source => source.At != write).Select(static source => source.Value.Syntax.GetLocation()).ToImmutableArray(),
        };
}
