using Microsoft.Extensions.Options;

namespace ResourceHygiene.Hosting;

/// <summary>Collects everything that is wrong with the options, from the configuration and from code, into one exception.</summary>
internal sealed class ResourceHygieneOptionsValidator : IValidateOptions<ResourceHygieneOptions>
{
    public ValidateOptionsResult Validate(string? name, ResourceHygieneOptions options)
    {
        var errors = new List<string>(options.ConfigurationErrors);
        Positive(options.Cleaning.Every, "Cleaning.Every");
        Budget(options.Cleaning.Budget, "Cleaning.Budget");
        if (!Enum.IsDefined(options.Cleaning.Level))
            errors.Add($"{nameof(ResourceHygieneOptions)}.Cleaning.Level is {(int)options.Cleaning.Level}; set a level from Low to Critical.");
        Positive(options.Leaks.Every, "Leaks.Every");
        if (options.Leaks.Detection is { } detection && !Enum.IsDefined(detection))
            errors.Add($"{nameof(ResourceHygieneOptions)}.Leaks.Detection is {(int)detection}; set Off, Sampled or All.");
        Positive(options.Health.Remember, "Health.Remember");
        Positive(options.Health.StuckAfter, "Health.StuckAfter");
        Budget(options.Exit.Budget, "Exit.Budget");
        Budget(options.Exit.EmergencyBudget, "Exit.EmergencyBudget");
        Positive(options.Exit.HandlerSlice == Timeout.InfiniteTimeSpan ? null : options.Exit.HandlerSlice, "Exit.HandlerSlice");
        try
        {
            options.Pressure?.Validate();
        }
        catch (ArgumentException exception)
        {
            errors.Add($"{nameof(ResourceHygieneOptions)}.Pressure: {exception.Message}");
        }
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Positive(TimeSpan? value, string property)
        {
            if (value is { } time && (time <= TimeSpan.Zero || time.TotalMilliseconds > int.MaxValue))
                errors.Add($"{nameof(ResourceHygieneOptions)}.{property} is {time}; set a time longer than 0 and not above 24 days.");
        }

        void Budget(TimeSpan value, string property)
        {
            if (value != Timeout.InfiniteTimeSpan && (value < TimeSpan.Zero || value.TotalMilliseconds > int.MaxValue))
                errors.Add($"{nameof(ResourceHygieneOptions)}.{property} is {value}; set a time from 0 to 24 days, or Timeout.InfiniteTimeSpan.");
        }
    }
}
