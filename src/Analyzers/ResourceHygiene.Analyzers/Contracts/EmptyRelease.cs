using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Analyzers.Contracts;

/// <summary>Recognises, by its text alone, a Dispose in source that lets go of nothing: empty, or it only forgets references.</summary>
internal static class EmptyRelease
{
    /// <summary>True when the type's own Dispose does nothing that anybody could miss.</summary>
    public static bool Of(ITypeSymbol type) =>
        type.GetMembers().OfType<IMethodSymbol>().FirstOrDefault(IsDispose) is { IsVirtual: false, IsAbstract: false } dispose
        && BodyOf(dispose) is { } body && (body.Statements.Count == 0 || (type.IsSealed && body.Statements.All(statement => IsIdle(statement, type))));

    /// <summary>True for a SafeHandle of which the source says that it owns no handle, or that there is nothing to do to release one.</summary>
    public static bool OfHandle(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is { DeclaringSyntaxReferences.IsEmpty: false }; current = current.BaseType)
        {
            if (OwnsNothing(current))
                return true;
            if (current.GetMembers("ReleaseHandle").OfType<IMethodSymbol>().FirstOrDefault() is { IsOverride: true } release)
                return ReturnsTrue(release);
        }

        return false;
    }

    private static bool ReturnsTrue(IMethodSymbol method) =>
        method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is MethodDeclarationSyntax declaration
        && (declaration.ExpressionBody?.Expression ?? (declaration.Body?.Statements is [ReturnStatementSyntax @return] ? @return.Expression : null)).IsKind(SyntaxKind.TrueLiteralExpression);

    // base(IntPtr.Zero, ownsHandle: false) in every constructor.
    private static bool OwnsNothing(ITypeSymbol type)
    {
        var bases = type.GetMembers(WellKnownMemberNames.InstanceConstructorName)
            .Select(static constructor => ArgumentsForBase(constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax())).ToList();
        return bases.Count > 0 && bases.TrueForAll(static list => list is { Arguments: { Count: > 0 } arguments } && arguments.Last().Expression.IsKind(SyntaxKind.FalseLiteralExpression));
    }

    private static ArgumentListSyntax? ArgumentsForBase(SyntaxNode? constructor) => constructor switch
    {
        ConstructorDeclarationSyntax { Initializer: { ThisOrBaseKeyword.RawKind: (int)SyntaxKind.BaseKeyword, ArgumentList: { } list } } => list,
        TypeDeclarationSyntax { BaseList.Types: [PrimaryConstructorBaseTypeSyntax { ArgumentList: { } list }, ..] } => list,
        _ => null,
    };

    private static bool IsDispose(IMethodSymbol method) =>
        method is { Parameters.IsEmpty: true, IsStatic: false } && (method.Name is "Dispose" || method.Name.EndsWith(".IDisposable.Dispose", StringComparison.Ordinal));

    private static BlockSyntax? BodyOf(IMethodSymbol method) =>
        (method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() as MethodDeclarationSyntax)?.Body;

    private static bool IsIdle(StatementSyntax statement, ITypeSymbol type) => statement is ExpressionStatementSyntax { Expression: { } expression } && expression switch
    {
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment => Forgets(assignment, type),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "GC" }, Name.Identifier.ValueText: "SuppressFinalize" } } => true,
        InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Dispose" }, ArgumentList.Arguments.Count: 1 } => DisposesIdly(type),
        _ => false,
    };

    // _buffer = null: a field, since the setter of a property may do anything.
    private static bool Forgets(AssignmentExpressionSyntax assignment, ITypeSymbol type)
    {
        string? target = assignment.Left switch
        {
            IdentifierNameSyntax name => name.Identifier.ValueText,
            MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: IdentifierNameSyntax name } => name.Identifier.ValueText,
            _ => null,
        };
        ExpressionSyntax value = assignment.Right is PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } forgiven ? forgiven.Operand : assignment.Right;
        bool isNothing = value is LiteralExpressionSyntax or DefaultExpressionSyntax
            or MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "IntPtr" }, Name.Identifier.ValueText: "Zero" };
        return isNothing && target is not null && type.GetMembers(target).Any(static member => member is IFieldSymbol { IsStatic: false });
    }

    // Dispose(true), with a body of its own that is as idle.
    private static bool DisposesIdly(ITypeSymbol type) =>
        type.BaseType?.SpecialType == SpecialType.System_Object
        && type.GetMembers("Dispose").OfType<IMethodSymbol>().FirstOrDefault(static method => method.Parameters.Length == 1) is { } inner
        && BodyOf(inner) is { } body && body.Statements.All(statement => IsIdle(statement, type));

    /// <summary>True for <c>protected override void Dispose(bool disposing) => base.Dispose(disposing);</c>.</summary>
    public static bool OnlyCallsBase(IMethodSymbol method)
    {
        if (!method.IsOverride || method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is not MethodDeclarationSyntax declaration)
            return false;
        return declaration.ExpressionBody is { Expression: { } expression }
            ? IsBaseCall(expression)
            : declaration.Body is { Statements: { Count: > 0 } statements }
                && statements.All(static statement => IsBaseCall(statement is ReturnStatementSyntax @return ? @return.Expression : (statement as ExpressionStatementSyntax)?.Expression));

        static bool IsBaseCall(ExpressionSyntax? expression) =>
            expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: BaseExpressionSyntax } };
    }
}
