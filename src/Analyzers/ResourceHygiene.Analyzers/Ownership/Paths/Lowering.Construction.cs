using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

/// <summary>What a constructor knows of the object that it is about to make.</summary>
internal sealed partial class Lowering
{
    // finally { if (_file == null) file.Dispose(); }: a readonly field is null until the constructor has set it, whatever it calls.
    private void StartWithEmptyFields()
    {
        if (_graph.OriginalOperation is not IConstructorBodyOperation { Syntax: ConstructorDeclarationSyntax { Initializer: null or { ThisOrBaseKeyword.RawKind: not (int)Microsoft.CodeAnalysis.CSharp.SyntaxKind.ThisKeyword } } } constructor)
            return;
        foreach (IFieldReferenceOperation reference in _body.Operations.OfType<IFieldReferenceOperation>())
        {
            if (reference is not { Instance: IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance }, Field: { IsReadOnly: true, IsStatic: false, Type.IsReferenceType: true } field }
                || field.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is not VariableDeclaratorSyntax { Initializer: null, Parent.Parent.Parent: TypeDeclarationSyntax type } || type != constructor.Syntax.Parent
                || _places.Find(field) >= 0)
            {
                continue;
            }

            int place = _places.Member(Value.None, field, field.Type);
            _places[place].IsFixed = true;
            Emit(new Instruction(InstructionKind.Assign, reference) { Target = place, Value = Value.Null });
        }
    }
}
