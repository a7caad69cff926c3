using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership.Owners;

/// <summary>RH2004: a constructor that throws after it acquired something for a member: nobody gets the object that could release it.</summary>
internal static class ConstructorLeaks
{
    public static IEnumerable<OwnerFinding> Find(INamedTypeSymbol type, List<OwnerMember> members, OwnershipKnowledge knowledge, InferenceSession session)
    {
        // A finalizer runs even for an object whose constructor threw.
        if (type.TypeKind != TypeKind.Class || HasFinalizer(type) || IsException(type))
            yield break;
        var reported = new HashSet<SyntaxNode>();
        foreach (OwnerFinding finding in FromInitializers(type, members, reported, knowledge, session))
            yield return finding;
        foreach ((OwnerMember member, MemberSource source) in members.Where(IsWatched).SelectMany(static member => member.OwnedSources, static (member, source) => (member, source))
            .Where(static pair => pair.source.At is { Place: { IsConstructor: true, IsDeferred: false } })
            .OrderBy(static pair => pair.source.At!.Reference.Syntax.SpanStart))
        {
            MemberUse at = source.At!;
            if (at.Place.Declaration is not ConstructorDeclarationSyntax constructor || source.Tier < ResourceTier.Normal || reported.Contains(constructor)
                || FirstThreat(member, at, constructor, knowledge, session) is not { } threat)
            {
                continue;
            }

            reported.Add(constructor);
            yield return new OwnerFinding(OwnerFindingKind.ConstructorLeaks, at.Reference.Syntax.GetLocation(), type, member.Name, source.Tier)
            {
                Resource = source.Acquisition?.ResourceType ?? member.Type,
                Site = source.Acquisition?.Operation,
                Other = CallFacts.NameOfThreat(threat),
                Witness = ImmutableArray.Create(threat.Syntax.GetLocation()),
            };
        }
    }

    // What an initializer acquires is there before the constructor runs. Calls that may throw are in nearly every constructor,
    // so outside of audits only what throws for certain counts.
    private static IEnumerable<OwnerFinding> FromInitializers(INamedTypeSymbol type, List<OwnerMember> members, HashSet<SyntaxNode> reported, OwnershipKnowledge knowledge, InferenceSession session)
    {
        (OwnerMember Member, MemberSource Source) first = members.Where(IsWatched).SelectMany(static member => member.OwnedSources, static (member, source) => (member, source))
            .Where(static pair => pair.source is { At: null, Tier: >= ResourceTier.Normal, Value.Syntax: { } value } && value.FirstAncestorOrSelf<SyntaxNode>(static node => node is EqualsValueClauseSyntax) is not null)
            .OrderBy(static pair => pair.source.Value.Syntax.SpanStart).FirstOrDefault();
        if (first.Member is null)
            yield break;
        foreach (IMethodSymbol constructor in type.InstanceConstructors)
        {
            if (constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(session.Cancellation) is not ConstructorDeclarationSyntax declaration
                || declaration.Initializer is { RawKind: (int)SyntaxKind.ThisConstructorInitializer }
                || SourceBodies.OperationOf(declaration, knowledge.Compilation, session.Cancellation) is not { } root)
            {
                continue;
            }

            IOperation? threat = root.Descendants().FirstOrDefault(operation => !operation.IsImplicit && FlowBody.EnclosingFunction(operation) is null
                && (knowledge.Guesses is not null ? knowledge.Throws.MayThrow(operation, session) : IsCertainThrow(operation, session))
                && !IsArgumentCheck(operation) && !IsReleasedBefore(first.Member, operation.Syntax, declaration));
            if (threat is null || IsProtected(threat.Syntax, declaration) || !reported.Add(declaration))
                continue;
            yield return new OwnerFinding(OwnerFindingKind.ConstructorLeaks, OwnerAnalysis.LocationOf(first.Member.Symbol), type, first.Member.Name, first.Source.Tier)
            {
                Resource = first.Source.Acquisition?.ResourceType ?? first.Member.Type,
                Site = first.Source.Acquisition?.Operation,
                Other = CallFacts.NameOfThreat(threat),
                Witness = ImmutableArray.Create(threat.Syntax.GetLocation()),
            };
            yield break;
        }
    }

    private static bool IsCertainThrow(IOperation operation, InferenceSession session) => operation switch
    {
        IThrowOperation => true,
        IInvocationOperation { TargetMethod: { Name: { } name } method } => name.IndexOf("Argument", StringComparison.Ordinal) < 0 && CallFacts.NeverReturns(method, session.Cancellation),
        _ => false,
    };

    private static bool HasFinalizer(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is { SpecialType: not SpecialType.System_Object }; current = current.BaseType)
        {
            if (current.GetMembers(WellKnownMemberNames.DestructorName).Any(static member => member is IMethodSymbol { Parameters.IsEmpty: true }))
                return true;
        }

        return false;
    }

    // Somebody else may hold it as well.
    private static bool IsWatched(OwnerMember member) =>
        !member.IsDeclaredBorrowed && !member.IsLazy && member.IsOwned && !member.Uses.Exists(static use => use.Kind == MemberUseKind.Escapes && use.Place.IsConstructor);

    private static IOperation? FirstThreat(OwnerMember member, MemberUse at, ConstructorDeclarationSyntax constructor, OwnershipKnowledge knowledge, InferenceSession session)
    {
        IOperation? statement = at.Reference;
        while (statement is not null and not IExpressionStatementOperation)
            statement = statement.Parent;
        if (statement?.Parent is null || IsProtected(statement.Syntax, constructor))
            return null;
        IOperation root = statement;
        while (root.Parent is { } parent)
            root = parent;
        int end = statement.Syntax.Span.End;
        foreach (IOperation operation in root.Descendants())
        {
            if (operation.Syntax.SpanStart < end || operation.IsImplicit || FlowBody.EnclosingFunction(operation) is not null || IsOtherBranch(statement.Syntax, operation.Syntax))
                continue;
            if (knowledge.Throws.MayThrow(operation, session) && !IsArgumentCheck(operation) && !IsInvalidThere(member, operation.Syntax, constructor) && !IsNullThere(member, operation.Syntax, constructor) && !IsReleasedBefore(member, operation.Syntax, constructor))
                return IsProtected(operation.Syntax, constructor) ? null : operation;
        }

        return null;
    }

    // What guards against a wrong call fails in development.
    private static bool IsArgumentCheck(IOperation operation) => operation switch
    {
        IThrowOperation { Exception: { } exception } => TellsOfWrongCall(TypeOf(exception)),
        IObjectCreationOperation creation => creation.Type is { } type && IsException(type),
        _ => false,
    };

    /// <summary>True for an exception that says that the caller did something wrong, and for those derived from it.</summary>
    internal static bool TellsOfWrongCall(ITypeSymbol? exception)
    {
        for (ITypeSymbol? current = exception; current is not null; current = current.BaseType)
        {
            if (current.Name.StartsWith("Argument", StringComparison.Ordinal) || current.Name is "NotSupportedException" or "NotImplementedException")
                return true;
        }

        return false;
    }

    private static ITypeSymbol? TypeOf(IOperation exception) => exception is IConversionOperation conversion ? TypeOf(conversion.Operand) : exception.Type;

    private static bool IsException(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.Name == "Exception" && current.ContainingNamespace?.Name == "System")
                return true;
        }

        return false;
    }

    // A try that has a catch or a finally around either place: somebody thought about it.
    private static bool IsProtected(SyntaxNode node, SyntaxNode constructor) =>
        node.Ancestors().TakeWhile(ancestor => ancestor != constructor).Any(static ancestor => ancestor is TryStatementSyntax);

    // if (_handle.IsInvalid) { _handle.Dispose(); throw …; }, or Dispose() in its place.
    private static bool IsReleasedBefore(OwnerMember member, SyntaxNode threat, SyntaxNode constructor) =>
        member.Uses.Exists(use => use.Kind == MemberUseKind.Released && constructor.Span.Contains(use.Reference.Syntax.Span) && use.Reference.Syntax.Span.End <= threat.SpanStart
            && use.Reference.Syntax.FirstAncestorOrSelf<BlockSyntax>() is { } block && block.Span.Contains(threat.Span))
        || threat.Ancestors().TakeWhile(ancestor => ancestor != constructor).OfType<BlockSyntax>()
            .Any(block => block.Statements.TakeWhile(statement => statement.Span.End <= threat.SpanStart).Any(ReleasesAll));

    // if (_handle == null && isNeeded) throw …
    private static bool IsNullThere(OwnerMember member, SyntaxNode threat, SyntaxNode constructor) =>
        threat.Ancestors().TakeWhile(ancestor => ancestor != constructor).OfType<IfStatementSyntax>()
            .Any(choice => choice.Statement.Span.Contains(threat.Span) && AsksForNull(choice.Condition, member.Name));

    private static bool AsksForNull(ExpressionSyntax condition, string name) => condition switch
    {
        ParenthesizedExpressionSyntax inner => AsksForNull(inner.Expression, name),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } both => AsksForNull(both.Left, name) || AsksForNull(both.Right, name),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression, Right.RawKind: (int)SyntaxKind.NullLiteralExpression } equal => NameOf(equal.Left) == name,
        IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax { Expression.RawKind: (int)SyntaxKind.NullLiteralExpression } } matched => NameOf(matched.Expression) == name,
        _ => false,
    };

    private static string? NameOf(ExpressionSyntax asked) => asked switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own => own.Name.Identifier.ValueText,
        _ => null,
    };

    // if (_handle.IsInvalid) throw …: an invalid handle holds nothing.
    private static bool IsInvalidThere(OwnerMember member, SyntaxNode threat, SyntaxNode constructor) =>
        RawTypes.IsSafeHandle(member.Type) && threat.Ancestors().TakeWhile(ancestor => ancestor != constructor).OfType<IfStatementSyntax>()
            .Any(choice => choice.Statement.Span.Contains(threat.Span) && choice.Condition is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "IsInvalid", Expression: { } asked }
                && NameOf(asked) == member.Name);

    private static bool ReleasesAll(StatementSyntax statement) => statement is ExpressionStatementSyntax
    {
        Expression: InvocationExpressionSyntax
        {
            Expression: IdentifierNameSyntax { Identifier.ValueText: "Dispose" or "Close" } or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name.Identifier.ValueText: "Dispose" or "Close" },
        },
    };

    // if (a) _x = new X(); else Throw();
    private static bool IsOtherBranch(SyntaxNode acquired, SyntaxNode later)
    {
        foreach (IfStatementSyntax choice in acquired.Ancestors().OfType<IfStatementSyntax>())
        {
            if (choice.Else is { } other && choice.Statement.Span.Contains(acquired.Span) && other.Span.Contains(later.Span))
                return true;
        }

        return acquired.Ancestors().OfType<SwitchSectionSyntax>().Any(section =>
            section.Parent is SwitchStatementSyntax choice && choice.Span.Contains(later.Span) && !section.Span.Contains(later.Span));
    }
}
