namespace ClipStudio;

/// <summary>Something the user can mend. Carries what is wrong, where, and the remedy; printed as one line, without a stack trace.</summary>
internal sealed class StudioException(string where, string what, string remedy)
    : Exception($"{where}: {what}. {remedy}.");
