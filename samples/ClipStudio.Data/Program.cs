using ClipStudio.Data;

if (args is not [string speech, string target])
{
    Console.Error.WriteLine("usage: ClipStudio.Data <directory written by speak.sh> <samples/ClipStudio/Data>");
    return 2;
}

Directory.CreateDirectory(target);
var studio = new SoundStage(speech);
Training.Run(studio, Path.Combine(target, "highlights.safetensors"));
Narration.Write(studio, target);
return 0;
