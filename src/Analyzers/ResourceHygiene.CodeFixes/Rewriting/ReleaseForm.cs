using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ResourceHygiene.CodeFixes.Leaks;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Rewriting;

/// <summary>How values of a type are released by a statement at some place.</summary>
internal sealed class ReleaseForm
{
    private readonly string _method;
    private readonly bool _isAwaited;
    private readonly bool _canBeNull;

    private ReleaseForm(string method, bool isAwaited, bool canBeNull, bool isRepeatable)
    {
        _method = method;
        _isAwaited = isAwaited;
        _canBeNull = canBeNull;
        IsRepeatable = isRepeatable;
    }

    /// <summary>Releasing twice does no harm, as IDisposable promises.</summary>
    public bool IsRepeatable { get; }

    /// <summary>The form for a type at a place; null when no method can be called there.</summary>
    public static ReleaseForm? For(ITypeSymbol type, SyntaxNode at, SemanticModel model)
    {
        bool isReference = type.IsReferenceType;
        bool isDisposable = UsingForms.HasInterface(type, "System.IDisposable", model.Compilation);
        bool isAsync = UsingForms.HasInterface(type, "System.IAsyncDisposable", model.Compilation);
        if (isAsync && UsingForms.CanAwait(at, onlyWay: !isDisposable) && HasMethod("DisposeAsync"))
            return new ReleaseForm("DisposeAsync", isAwaited: true, isReference, isRepeatable: true);
        if ((isDisposable || type.IsRefLikeType) && HasMethod("Dispose"))
            return new ReleaseForm("Dispose", isAwaited: false, isReference, isRepeatable: true);
        return ReleaseMethodOf(type) is { } name && HasMethod(name) ? new ReleaseForm(name, isAwaited: false, isReference, isRepeatable: false) : null;

        bool HasMethod(string name) =>
            model.LookupSymbols(at.SpanStart, type, name).Any(static symbol => symbol is IMethodSymbol { IsStatic: false, Parameters.IsEmpty: true });
    }

    /// <summary>The statement, without trivia.</summary>
    /// <param name="place">What holds the resource.</param>
    /// <param name="mayBeNull">It may hold nothing.</param>
    public StatementSyntax On(ExpressionSyntax place, bool mayBeNull)
    {
        ExpressionSyntax plain = place.WithoutTrivia();
        bool asksFirst = mayBeNull && _canBeNull;
        SimpleNameSyntax method = SyntaxFactory.IdentifierName(_method);
        ExpressionSyntax call = asksFirst && !_isAwaited
            ? SyntaxFactory.ConditionalAccessExpression(plain, SyntaxFactory.InvocationExpression(SyntaxFactory.MemberBindingExpression(method)))
            : SyntaxFactory.InvocationExpression(SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, plain, method));
        StatementSyntax statement = SyntaxFactory.ExpressionStatement(_isAwaited ? SyntaxFactory.AwaitExpression(AwaitToken, call) : call);
        return (asksFirst && _isAwaited ? GuardedByNullCheck(plain, statement) : statement).WithAdditionalAnnotations(Formatter.Annotation);
    }

    /// <summary><c>if (place != null) statement</c>, in the words that every version of C# knows.</summary>
    public static StatementSyntax GuardedByNullCheck(ExpressionSyntax place, StatementSyntax statement) => SyntaxFactory.IfStatement(
        SyntaxFactory.BinaryExpression(SyntaxKind.NotEqualsExpression, place, SyntaxFactory.LiteralExpression(SyntaxKind.NullLiteralExpression)),
        statement);

    private static SyntaxToken AwaitToken => SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space);

    /// <summary>The method that <c>[MustRelease]</c> names, or null.</summary>
    public static string? ReleaseMethodOf(ITypeSymbol type)
    {
        IEnumerable<ITypeSymbol> candidates = type.AllInterfaces;
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
            candidates = candidates.Append(current);
        return candidates
            .Select(static candidate => candidate.FindAttribute(WellKnownNames.MustReleaseAttribute)?.ConstructorArguments.FirstOrDefault().Value as string)
            .FirstOrDefault(static name => name is { Length: > 0 });
    }
}
