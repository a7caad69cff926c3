using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Analyzers.Ownership.Screening;

/// <summary>
/// A declaration in the outline of a file, and the answer to the one question that screening asks about the types in its
/// signature. The answer counts as long as these mean the same. Thread-safe.
/// </summary>
internal class AskedDeclaration
{
    private Answer? _answer;

    public AskedDeclaration(SyntaxNode declaration) => Declaration = declaration;

    public SyntaxNode Declaration { get; }

    /// <param name="state">What types mean now.</param>
    /// <param name="question">Always the same one of this object.</param>
    public bool Ask(DeclarationState state, Func<SyntaxNode, bool> question)
    {
        if (Volatile.Read(ref _answer) is { } known && known.State == state)
            return known.IsYes;
        bool isYes = question(Declaration);
        Volatile.Write(ref _answer, new Answer(state, isYes));
        return isYes;
    }

    private sealed class Answer
    {
        public Answer(DeclarationState state, bool isYes) => (State, IsYes) = (state, isYes);

        public DeclarationState State { get; }

        public bool IsYes { get; }
    }
}
