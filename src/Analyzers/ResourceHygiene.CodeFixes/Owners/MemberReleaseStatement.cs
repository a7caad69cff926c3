using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ResourceHygiene.CodeFixes.Rewriting;

namespace ResourceHygiene.CodeFixes.Owners;

/// <summary>The statement that releases what a field or property holds.</summary>
internal static class MemberReleaseStatement
{
    /// <param name="member">The field or property.</param>
    /// <param name="at">Where the statement is to stand.</param>
    /// <param name="model">The model of the document.</param>
    /// <param name="isAssigned">Whether it certainly has a value there, or may have none yet; null where its type and its declaration tell.</param>
    public static StatementSyntax? For(ISymbol member, SyntaxNode at, SemanticModel model, bool? isAssigned = null)
    {
        ITypeSymbol? type = member switch
        {
            IFieldSymbol field => field.Type,
            IPropertySymbol property => property.Type,
            IParameterSymbol captured => captured.Type,
            _ => null,
        };
        if (type is null)
            return null;
        ExpressionSyntax place = SyntaxFactory.IdentifierName(SyntaxFacts.GetKeywordKind(member.Name) == SyntaxKind.None ? member.Name : "@" + member.Name);
        if (type is INamedTypeSymbol { Name: "Lazy", TypeArguments: [var content], ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } })
            return OfLazy(member, type, place, ReleaseForm.For(content, at, model));
        if (ReleaseForm.For(type, at, model) is { } form)
            return form.On(place, isAssigned is { } known ? !known && !type.IsValueType : MayBeNull(member, type));
        // What only the value knows: (_reader as IDisposable)?.Dispose();
        bool isOpen = type.TypeKind == TypeKind.Interface || type.SpecialType == SpecialType.System_Object || type is { TypeKind: TypeKind.Class, IsSealed: false };
        return isOpen && ReleaseForm.ReleaseMethodOf(type) is null && !IsOnlyAsync(type)
            ? SyntaxFactory.ParseStatement($"({place} as System.IDisposable)?.Dispose();").WithAdditionalAnnotations(Formatter.Annotation, Microsoft.CodeAnalysis.Simplification.Simplifier.Annotation)
            : null;
    }

    // What nobody has asked for yet must not be made in order to be released.
    private static IfStatementSyntax? OfLazy(ISymbol member, ITypeSymbol type, ExpressionSyntax place, ReleaseForm? form)
    {
        if (form is null)
            return null;
        string isMade = MayBeNull(member, type) ? $"{place} != null && {place}.IsValueCreated" : $"{place}.IsValueCreated";
        StatementSyntax release = form.On(SyntaxFactory.ParseExpression($"{place}.Value"), mayBeNull: false);
        return SyntaxFactory.IfStatement(SyntaxFactory.ParseExpression(isMade), release).WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static bool IsOnlyAsync(ITypeSymbol type) => type.Name == "IAsyncDisposable" || type.AllInterfaces.Any(static implemented => implemented.Name == "IAsyncDisposable");

    private static bool MayBeNull(ISymbol member, ITypeSymbol type)
    {
        if (type.IsValueType)
            return false;
        if (type.NullableAnnotation != NullableAnnotation.None)
            return type.NullableAnnotation == NullableAnnotation.Annotated;
        // Without annotations only a value that is there from the start is certain.
        return member.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() switch
        {
            VariableDeclaratorSyntax { Initializer: { } } when member is IFieldSymbol { IsReadOnly: true } => false,
            PropertyDeclarationSyntax { Initializer: { } } when member is IPropertySymbol { SetMethod: null } => false,
            _ => true,
        };
    }
}
